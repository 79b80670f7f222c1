from django.apps import AppConfig


class IncomingConfig(AppConfig):
    """What a unit does in its own house with what comes in from others."""

    name = "collaboration.incoming"
    label = "incoming"

    def ready(self) -> None:
        from collaboration.incoming.acts import INTERNAL_ACTS
        from collaboration.incoming.reading import handled_by
        from collaboration.incoming.workflow import hand_over
        from collaboration.worklist import handing_over
        from tenants.audit import acts

        acts.register_internal(INTERNAL_ACTS)
        handing_over.also_held.append(handing_over.AlsoHeld(handled_by, hand_over))
