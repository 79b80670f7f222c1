"""Open what is kept about persons on a request; who did, and when, is recorded."""

from django.db import transaction

from collaboration.assistance import rules
from collaboration.assistance.models import AssistanceRequest
from collaboration.assistance.workflow.taking import take_up
from collaboration.matters.record import record
from tenants.identity.actor import Actor


@transaction.atomic
def open_confidences(actor: Actor, request: AssistanceRequest) -> None:
    """Record that the person opens the personal data of the request, and for which unit."""
    request = take_up(actor, request, rules.READ_CONFIDENCES)
    record(request.matter, "opened_confidences")
