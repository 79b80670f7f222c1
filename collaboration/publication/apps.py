from django.apps import AppConfig


class PublicationConfig(AppConfig):
    """What the public reads, immutable."""

    name = "collaboration.publication"
    label = "publication"
