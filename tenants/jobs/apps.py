from django.apps import AppConfig


class JobsConfig(AppConfig):
    """Background work on the PostgreSQL queue."""

    name = "tenants.jobs"
    label = "jobs"
