from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DispatchConfig(AppConfig):
    """Finished documents on their way: issued to recipients, filed with those who have to know."""

    name = "collaboration.dispatch"
    label = "dispatch"

    def ready(self) -> None:
        from collaboration.deadlines.acts import DEADLINE_ACTS
        from collaboration.dispatch import workflow
        from collaboration.dispatch.acts import ACTS, KIND
        from collaboration.dispatch.kinds import DISPATCH
        from collaboration.incoming import receipt
        from collaboration.matters import kinds
        from collaboration.supervision.acts import URGE_ACTS
        from tenants.audit import acts

        acts.register(KIND, {**ACTS, **DEADLINE_ACTS, **URGE_ACTS}, kind_label=_("Dispatch"))
        kinds.register(KIND, DISPATCH)
        receipt.follows[KIND] = workflow.received
