from django.apps import AppConfig


class DeadlinesConfig(AppConfig):
    """The working-day calendar behind every clock."""

    name = "collaboration.deadlines"
    label = "deadlines"
