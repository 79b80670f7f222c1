from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class UnitsConfig(AppConfig):
    """Units of the alliance and the tenants they live in."""

    name = "tenants.units"
    label = "units"

    def ready(self) -> None:
        from tenants.audit import acts
        from tenants.units.acts import ACTS, KIND

        acts.register(KIND, ACTS, kind_label=_("Unit"))
