from django.apps import AppConfig


class SaleConfig(AppConfig):
    name = "sapwood.records.sale"
    label = "sale"
