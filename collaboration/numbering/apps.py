from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NumberingConfig(AppConfig):
    """Gapless document numbers."""

    name = "collaboration.numbering"
    label = "numbering"

    def ready(self) -> None:
        from collaboration.numbering.acts import LEDGER, LEDGER_ACTS
        from tenants.audit import acts

        acts.register(LEDGER, LEDGER_ACTS, kind_label=_("Ledger of numbers"))
