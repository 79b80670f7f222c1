"""What may be recorded of urging on any matter, and of supervision slips."""

from django.utils.translation import gettext_lazy as _

from collaboration.deadlines.acts import DEADLINE_ACTS
from tenants.audit.acts import Act

KIND = "supervision"
URGE_ACTS = {
    "urged": Act(_("Urged all units that had not answered")),
    "called": Act(_("Telephoned about it")),
}
SLIP_ACTS = {
    "proposed": Act(_("Delay below: supervision proposed by the portal")),
    "issued": Act(_("Supervision slip issued")),
    "fed_back": Act(_("Feedback given")),
    "sent_back": Act(_("Feedback sent back")),
    "lifted": Act(_("Supervision lifted")),
    "dropped": Act(_("Proposed supervision not followed up")),
    **DEADLINE_ACTS,
    **URGE_ACTS,
}
