from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SealingConfig(AppConfig):
    """Keys, seals and signatures of units."""

    name = "collaboration.sealing"
    label = "sealing"

    def ready(self) -> None:
        from collaboration.sealing.acts import ACTS, ACTS_ON_SEAL, KIND, SEAL
        from collaboration.sealing.fitness import objections
        from tenants.audit import acts
        from tenants.identity import startup

        acts.register(KIND, ACTS, kind_label=_("Standing seal authorisation"))
        acts.register(SEAL, ACTS_ON_SEAL, kind_label=_("Seal of a unit"))
        startup.further.append(objections)
