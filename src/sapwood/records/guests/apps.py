from django.apps import AppConfig


class GuestsConfig(AppConfig):
    name = "sapwood.records.guests"
    label = "guests"
