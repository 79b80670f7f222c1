from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SealingConfig(AppConfig):
    """Keys, seals and signatures of units."""

    name = "collaboration.sealing"
    label = "sealing"

    def ready(self) -> None:
        from collaboration.sealing.acts import ACTS, KIND
        from collaboration.sealing.fitness import objections
        from tenants.audit import acts
        from tenants.identity import startup

        acts.register(KIND, ACTS, kind_label=_("Standing seal authorisation"))
        startup.further.append(objections)
