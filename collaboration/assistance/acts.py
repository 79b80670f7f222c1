"""What may be recorded of a request and of what the alliance agreed on, in the words of its timeline."""

from django.utils.translation import gettext_lazy as _

from collaboration.incoming.acts import SHARED_ACTS
from tenants.audit.acts import Act

KIND = "assistance"
CATALOGUE = "catalogue"

ACTS = {
    "created": Act(_("Request drafted")),
    "saved": Act(_("Draft saved")),
    "discarded": Act(_("Draft given up")),
    **SHARED_ACTS,
    "sent": Act(_("Request sent")),
    "sent_for_decision": Act(_("Sent to the superior unit, which decides across levels")),
    "level_approved": Act(_("Approved across levels and carried on")),
    "level_redirected": Act(_("Redirected across levels to another unit")),
    "level_refused": Act(_("Refused across levels")),
    "acknowledged": Act(_("Letter of acknowledgement sent")),
    "accepted": Act(_("Accepted")),
    "declined": Act(_("Declined")),
    "returned": Act(_("Returned for completion")),
    "completed": Act(_("Completed and sent again")),
    "forwarded": Act(_("Forwarded to another unit")),
    "split": Act(_("A part was passed on to another unit")),
    "noted": Act(_("Progress reported")),
    "asked": Act(_("Question asked")),
    "answered_question": Act(_("Question answered")),
    "step_outside": Act(_("Step with a department outside recorded")),
    "replied": Act(_("Replied")),
    "completion_asked": Act(_("Asked to complete the reply")),
    "confirmed": Act(_("Reply confirmed; closed")),
    "closed_by_calendar": Act(_("Closed by the portal, since nobody asked further")),
    "withdrawn": Act(_("Withdrawn")),
    "ended": Act(_("Assistance ended")),
    "handed_over": Act(_("What was done was handed over")),
    "rated": Act(_("Rated the help")),
    "rating_answered": Act(_("Answered the rating")),
    "opened_confidences": Act(_("Personal data opened")),
}
CATALOGUE_ACTS = {
    "kind_saved": Act(_("New version of a kind of request")),
    "kind_offered": Act(_("Kind of request offered, or no longer")),
    "understanding_added": Act(_("Line added to the agreed list")),
    "understanding_ended": Act(_("Line of the agreed list ended")),
    "subject_saved": Act(_("Subject of the competence map added or changed")),
    "competence_added": Act(_("Line added to the competence map")),
    "competence_ended": Act(_("Line of the competence map ended")),
}
