from django.apps import AppConfig


class OutgoingConfig(AppConfig):
    """How notices leave the portal: by mail, to a unit's other systems, to a person's telephone."""

    name = "collaboration.outgoing"
    label = "outgoing"
