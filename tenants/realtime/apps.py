from django.apps import AppConfig


class RealtimeConfig(AppConfig):
    """Hints to open pages that something changed."""

    name = "tenants.realtime"
    label = "realtime"
