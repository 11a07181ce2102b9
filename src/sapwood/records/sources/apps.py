from django.apps import AppConfig


class SourcesConfig(AppConfig):
    name = "sapwood.records.sources"
    label = "sources"
