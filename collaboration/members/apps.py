from django.apps import AppConfig


class MembersConfig(AppConfig):
    """Acts on members: invite, change, end."""

    name = "collaboration.members"
    label = "members"

    def ready(self) -> None:
        from collaboration.members import tasks  # noqa: F401 (its tasks register themselves)
