from django.apps import AppConfig


class ConsultationConfig(AppConfig):
    """Asking the public for its opinion on a text, and telling it what became of that."""

    name = "collaboration.consultation"
    label = "consultation"
