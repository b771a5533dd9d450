from django.apps import AppConfig


class ProgrammeConfig(AppConfig):
    name = "samspil.programme"
    label = "programme"
