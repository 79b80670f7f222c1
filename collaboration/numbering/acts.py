"""What may be recorded of a unit's ledger of numbers."""

from django.utils.translation import gettext_lazy as _

from tenants.audit.acts import Act

LEDGER = "numbering"
LEDGER_ACTS = {
    "number_reserved": Act(_("Reserved a document number")),
    "number_released": Act(_("Released a reserved document number")),
    "register_imported": Act(_("Imported the former register of numbers")),
}
