"""What the record knows of a unit's messages outside the desk."""

from django.utils.translation import gettext_lazy as _

from tenants.audit.acts import Act

KIND = "outgoing"
ACTS = {
    "webhook_saved": Act(_("Address for messages saved")),
    "discretion_decided": Act(_("Contents of mail decided")),
    "webhook_removed": Act(_("Address for messages removed")),
}
