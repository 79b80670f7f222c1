"""What may be recorded of a dispatch, in the words of its timeline."""

from django.utils.translation import gettext_lazy as _

from collaboration.incoming.acts import SHARED_ACTS
from tenants.audit.acts import Act

KIND = "dispatch"
ACTS = {
    "issued": Act(_("Issued to its recipients")),
    "filed": Act(_("Filed for the record by the portal")),
    **SHARED_ACTS,
    "delivered": Act(_("Delivery on paper noted")),
    "acknowledged": Act(_("Filing acknowledged")),
    "queried": Act(_("Query on the filing")),
    "query_answered": Act(_("Query answered")),
}
