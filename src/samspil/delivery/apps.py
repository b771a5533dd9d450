from django.apps import AppConfig


class DeliveryConfig(AppConfig):
    name = "samspil.delivery"
    label = "delivery"
