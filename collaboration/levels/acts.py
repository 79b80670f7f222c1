"""What may be recorded of a level decision."""

from django.utils.translation import gettext_lazy as _

from tenants.audit.acts import Act

KIND = "level_decision"
ACTS = {
    "asked": Act(_("Asked the superior to decide across levels")),
    "approved": Act(_("Approved")),
    "redirected": Act(_("Redirected to another unit")),
    "refused": Act(_("Refused")),
    "withdrawn": Act(_("Request withdrawn")),
}
