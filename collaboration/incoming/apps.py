from django.apps import AppConfig


class IncomingConfig(AppConfig):
    """What a unit does in its own house with what comes in from others."""

    name = "collaboration.incoming"
    label = "incoming"

    def ready(self) -> None:
        from collaboration.incoming.acts import INTERNAL_ACTS
        from tenants.audit import acts

        acts.register_internal(INTERNAL_ACTS)
