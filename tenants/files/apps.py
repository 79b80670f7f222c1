from django.apps import AppConfig


class FilesConfig(AppConfig):
    """Content-addressed files outside the web root."""

    name = "tenants.files"
    label = "files"
