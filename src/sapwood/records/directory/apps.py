from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    name = "sapwood.records.directory"
    label = "directory"
