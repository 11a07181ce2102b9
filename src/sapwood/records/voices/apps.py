from django.apps import AppConfig


class VoicesConfig(AppConfig):
    name = "sapwood.records.voices"
    label = "voices"
