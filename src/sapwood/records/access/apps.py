from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "sapwood.records.access"
    label = "access"
