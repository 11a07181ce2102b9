from django.apps import AppConfig


class NotesConfig(AppConfig):
    name = "sapwood.records.notes"
    label = "notes"
