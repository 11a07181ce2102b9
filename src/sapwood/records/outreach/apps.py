from django.apps import AppConfig


class OutreachConfig(AppConfig):
    name = "sapwood.records.outreach"
    label = "outreach"
