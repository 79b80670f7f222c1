from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OutgoingConfig(AppConfig):
    """How notices leave the portal: by mail, to a unit's other systems, to a person's telephone."""

    name = "collaboration.outgoing"
    label = "outgoing"

    def ready(self) -> None:
        from collaboration.outgoing.acts import ACTS, KIND
        from tenants.audit.acts import register

        register(KIND, ACTS, kind_label=_("Messages outside the desk"))
