from django.apps import AppConfig


class InternalConfig(AppConfig):
    """The file a unit keeps of a matter in its own schema."""

    name = "collaboration.internal"
    label = "internal"
