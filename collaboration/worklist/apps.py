from django.apps import AppConfig


class WorklistConfig(AppConfig):
    """What each unit and person still has to do."""

    name = "collaboration.worklist"
    label = "worklist"

    def ready(self) -> None:
        from collaboration.worklist.acts import INTERNAL_ACTS
        from tenants.audit import acts

        acts.register_internal(INTERNAL_ACTS)
