from django.apps import AppConfig


class EvaluationConfig(AppConfig):
    name = "samspil.evaluation"
    label = "evaluation"
