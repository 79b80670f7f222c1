"""What may be recorded of a standing authorisation."""

from django.utils.translation import gettext_lazy as _

from tenants.audit.acts import Act

KIND = "seal_authorisation"
ACTS = {
    "entered": Act(_("Entered")),
    "granted": Act(_("Confirmed by the signatory")),
    "discarded": Act(_("Discarded")),
    "ended": Act(_("Ended early")),
}
