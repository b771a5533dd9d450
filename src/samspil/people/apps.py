from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "samspil.people"
    label = "people"
