from django.apps import AppConfig


class CmsConfig(AppConfig):
    """Public sites: pages, blocks, settings."""

    name = "cms"
    label = "cms"
