from django.apps import AppConfig


class ServiceConfig(AppConfig):
    name = "sapwood.records.service"
    label = "service"
