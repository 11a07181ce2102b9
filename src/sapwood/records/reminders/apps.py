from django.apps import AppConfig


class RemindersConfig(AppConfig):
    name = "sapwood.records.reminders"
    label = "reminders"
