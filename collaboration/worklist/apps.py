from django.apps import AppConfig


class WorklistConfig(AppConfig):
    """What each unit and person still has to do."""

    name = "collaboration.worklist"
    label = "worklist"
