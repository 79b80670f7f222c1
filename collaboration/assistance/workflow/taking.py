"""How every step begins and moves: under the matter's lock, by somebody who may, while it is time."""

from django.utils import timezone

from collaboration.assistance.models import AssistanceRequest, Status
from collaboration.assistance.models.request import OVER
from collaboration.assistance.rules import Rule
from collaboration.errors import NotAllowed, WrongState
from collaboration.matters.models import Matter
from tenants.identity.actor import Actor


def take_up(actor: Actor, request: AssistanceRequest, rule: Rule) -> AssistanceRequest:
    """Lock the matter, read the request again and hold it against the rule.

    Of two people at once the second waits here and then meets the state that the first has left.
    """
    locked = Matter.objects.select_for_update(no_key=True).filter(pk=request.pk).first()
    fresh = AssistanceRequest.objects.with_units().filter(pk=request.pk).first() if locked else None
    if fresh is None or not rule.allows(actor, fresh):
        raise NotAllowed(rule.not_allowed)
    if fresh.status not in rule.states:
        raise WrongState(rule.wrong_state)
    return fresh


def move(request: AssistanceRequest, status: Status | None = None) -> None:
    """Put the matter into a state (or leave it there) and on top of the lists."""
    matter = request.matter
    matter.changed_at = timezone.now()
    fields = ["changed_at"]
    if status is not None:
        matter.state = status
        fields.append("state")
    if status in OVER:
        matter.closed_at = matter.changed_at
        fields.append("closed_at")
    matter.save(update_fields=fields)
