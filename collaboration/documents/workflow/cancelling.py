"""The drafting unit gives the whole matter up; everyone is told."""

from django.db import transaction
from django.utils.translation import gettext as _

from collaboration.consultation import workflow as consultation
from collaboration.documents import notifications, rules
from collaboration.documents.models import Countersigning, JointDocument, Status
from collaboration.documents.workflow import turns
from collaboration.documents.workflow.countersigning import open_attempt
from collaboration.documents.workflow.taking import move, take_up
from collaboration.errors import WorkflowError
from collaboration.matters.record import record
from collaboration.worklist import waiting
from tenants.identity.actor import Actor


@transaction.atomic
def cancel(actor: Actor, document: JointDocument, *, reason: str) -> JointDocument:
    """End the matter for good, at any time before it is sealed. What was said and signed stays readable."""
    document = take_up(actor, document, rules.CANCEL)
    if not reason.strip():
        raise WorkflowError(_("Give the reason why the matter is cancelled."))
    before = document.status
    if before is Status.COUNTERSIGNING:
        turns.close(open_attempt(document), Countersigning.Outcome.CANCELLED, reason=reason.strip())
    move(document, Status.CANCELLED)
    waiting.close_all(document.matter)
    consultation.end(document.matter)
    record(document.matter, "cancelled", texts={"reason": reason.strip()}, state=before)
    notifications.cancelled(document)
    return document
