"""What may be recorded of a standing authorisation, and of a unit's seal itself."""

from django.utils.translation import gettext_lazy as _

from tenants.audit.acts import Act

KIND = "seal_authorisation"
ACTS = {
    "entered": Act(_("Entered")),
    "granted": Act(_("Confirmed by the signatory")),
    "discarded": Act(_("Discarded")),
    "ended": Act(_("Ended early")),
}

SEAL = "seal"
ACTS_ON_SEAL = {
    "picture_handed_in": Act(_("Picture of the seal handed in")),
    "certificate_lost": Act(_("Seal certificate reported lost")),
}
