"""How every step begins and moves: under the matter's lock, by somebody who may, while it is time."""

from django.utils import timezone

from collaboration.documents.models import JointDocument, Status
from collaboration.documents.rules import Rule
from collaboration.errors import NotAllowed, WrongState
from collaboration.matters.models import Matter
from tenants.identity.actor import Actor


def take_up(actor: Actor, document: JointDocument, rule: Rule) -> JointDocument:
    """Lock the matter, read the document again and hold it against the rule.

    Of two people at once the second waits here and then meets the state that the first has left.
    """
    if Matter.objects.select_for_update(no_key=True).filter(pk=document.pk).first() is None:
        raise NotAllowed(rule.not_allowed)
    fresh = JointDocument.objects.with_units().filter(pk=document.pk).first()
    if fresh is None:
        raise NotAllowed(rule.not_allowed)
    if not rule.allows(actor, fresh):
        raise NotAllowed(rule.not_allowed)
    if fresh.status not in rule.states:
        raise WrongState(rule.wrong_state)
    return fresh


def move(document: JointDocument, status: Status | None = None) -> None:
    """Put the matter into a state (or leave it there) and on top of the lists."""
    matter = document.matter
    matter.changed_at = timezone.now()
    fields = ["changed_at"]
    if status is not None:
        matter.state = status
        fields.append("state")
    if status in (Status.CANCELLED, Status.PUBLISHED):
        matter.closed_at = matter.changed_at
        fields.append("closed_at")
    matter.save(update_fields=fields)
