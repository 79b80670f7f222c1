from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    """How people hear of a step."""

    name = "collaboration.notifications"
    label = "notifications"

    def ready(self) -> None:
        from collaboration.notifications import inbox
        from tenants.realtime import watching

        watching.greet("notices", lambda actor: inbox.bell(actor.user).last)
