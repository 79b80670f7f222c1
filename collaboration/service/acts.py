"""What may be recorded of a service, in the words of its timeline."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from collaboration.incoming.acts import SHARED_ACTS
from tenants.audit.acts import Act

KIND = "service"
REQUEST_KIND = "service"  # of the requests it is for
SEALS = "collaboration.service.tasks.seal"
ACTS = {
    "begun": Act(_("Service begun")),
    **SHARED_ACTS,
    "exhibit_received": Act(_("Picture, video or scan handed in")),
    "attempt_served": Act(pgettext_lazy("document service", "Served")),
    "attempt_failed": Act(_("An attempt to serve failed")),
    "attempt_struck": Act(_("An attempt was struck out")),
    "finished_served": Act(_("Proof of service made out")),
    "finished_failed": Act(_("Stated that it cannot be served")),
    "taken_back": Act(_("Proof taken back before it was sealed")),
    "seal_released": Act(_("Seal released"), task=SEALS),
    "sealing_resumed": Act(_("Sealing resumed"), task=SEALS),
    "file_certified": Act(_("File prepared for seals")),
    "seal_put": Act(_("Seal applied")),
    "sealing_stopped": Act(_("Sealing stopped")),
    "legal_day_missed": Act(_("The last day to serve it has passed")),
    "sealed": Act(_("Proof of service sealed")),
    "opened_confidences": Act(_("Personal data opened")),
    "paper_printed": Act(_("Papers for the door printed")),
    "ended": Act(_("Ended, because the assistance ended")),
}
