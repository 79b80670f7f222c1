from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """Joint documents."""

    name = "collaboration.documents"
    label = "documents"
