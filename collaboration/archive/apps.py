from django.apps import AppConfig


class ArchiveConfig(AppConfig):
    """What a unit keeps of finished documents, in its own schema."""

    name = "collaboration.archive"
    label = "archive"

    def ready(self) -> None:
        from collaboration.archive.acts import INTERNAL_ACTS
        from tenants.audit import acts

        acts.register_internal(INTERNAL_ACTS)
