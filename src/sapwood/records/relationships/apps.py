from django.apps import AppConfig


class RelationshipsConfig(AppConfig):
    name = "sapwood.records.relationships"
    label = "relationships"
