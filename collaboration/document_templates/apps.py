from django.apps import AppConfig


class DocumentTemplatesConfig(AppConfig):
    """Templates that documents are begun from, kept by the alliance and by units."""

    name = "collaboration.document_templates"
    label = "document_templates"
