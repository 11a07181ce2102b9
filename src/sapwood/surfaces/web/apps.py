from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "sapwood.surfaces.web"
    label = "web"
