from django.apps import AppConfig


class TradeConfig(AppConfig):
    name = "sapwood.records.trade"
    label = "trade"
