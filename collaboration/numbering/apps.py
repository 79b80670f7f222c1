from django.apps import AppConfig


class NumberingConfig(AppConfig):
    """Gapless document numbers."""

    name = "collaboration.numbering"
    label = "numbering"
