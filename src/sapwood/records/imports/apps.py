from django.apps import AppConfig


class ImportsConfig(AppConfig):
    name = "sapwood.records.imports"
    label = "imports"
