from django.apps import AppConfig


class SealingConfig(AppConfig):
    """Keys, seals and signatures of units."""

    name = "collaboration.sealing"
    label = "sealing"
