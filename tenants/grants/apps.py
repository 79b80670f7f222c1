from django.apps import AppConfig


class GrantsConfig(AppConfig):
    """Groups and permissions of people inside one tenant's schema."""

    name = "tenants.grants"
    label = "grants"
