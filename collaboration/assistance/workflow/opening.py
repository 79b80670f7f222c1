"""Open what is kept about persons on a request; who did, and when, is recorded."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from collaboration.assistance import rules
from collaboration.assistance.models import AssistanceRequest
from collaboration.assistance.workflow.taking import take_up
from collaboration.matters.record import record
from tenants.audit.models import Record
from tenants.identity.actor import Actor

OPENED = "opened_confidences"
KNOWS_THEM = (OPENED, "created", "saved", "completed")
AGAIN = timedelta(minutes=30)


@transaction.atomic
def open_confidences(actor: Actor, request: AssistanceRequest) -> None:
    """Record that the person opens the personal data of the request, and for which unit."""
    request = take_up(actor, request, rules.READ_CONFIDENCES)
    record(request.matter, OPENED)


@transaction.atomic
def note(actor: Actor, request: AssistanceRequest) -> None:
    """Record that a form shows them to the person; once in half an hour, and not to whoever just wrote them."""
    lately = Record.objects.filter(chain=request.public_id, user_id=actor.user.pk, act__in=KNOWS_THEM)
    if request.confidences and not lately.filter(at__gte=timezone.now() - AGAIN).exists():
        record(request.matter, OPENED)
