from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    """How people hear of a step."""

    name = "collaboration.notifications"
    label = "notifications"
