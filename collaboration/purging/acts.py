"""What may be recorded of a purge, of matters of every kind and of uploads."""

from django.utils.translation import gettext_lazy as _

from tenants.audit.acts import Act

REMOVE = "collaboration.purging.tasks.remove_files"
PURGED = _("Purged: text and files were removed for good")

MATTER_ACTS = {
    "purged": Act(PURGED, task=REMOVE),
    "part_purged": Act(_("A text was removed for good")),
    "purge_carried_out": Act(_("The files were removed from storage")),
}
UPLOAD_ACTS = {"purged": Act(PURGED)}
AUTHORISATION_ACTS = {"purged": Act(PURGED, task=REMOVE)}
