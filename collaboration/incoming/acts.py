"""Acts on incoming matters: two that every party reads, the others in the unit's own record."""

from django.utils.translation import gettext_lazy as _

from tenants.audit.acts import Act

SHARED_ACTS = {
    "received": Act(_("Received")),
    "sent_back": Act(_("Checked and sent back")),
}
INTERNAL_ACTS = {
    "registered": _("Entered in the register of incoming matters"),
    "proposed": _("Proposed how to handle it"),
    "instructed": _("Instructed"),
    "circulated": _("Circulated to you to read"),
    "read": _("Read"),
    "answered": _("Handled and answered"),
}
