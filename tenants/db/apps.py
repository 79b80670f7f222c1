from django.apps import AppConfig


class DbConfig(AppConfig):
    """The database itself: backend, roles, row security, stamping of tenants."""

    name = "tenants.db"
    label = "db"
