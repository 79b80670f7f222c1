"""How every step begins and moves: under the matter's lock, by somebody who may, while it is time."""

from collaboration.documents.models import JointDocument, Status
from collaboration.documents.rules import Rule
from collaboration.matters import steps
from tenants.identity.actor import Actor

CLOSING = (Status.CANCELLED, Status.PUBLISHED)


def take_up(actor: Actor, document: JointDocument, rule: Rule) -> JointDocument:
    """The document under its matter's lock, held against the rule."""
    return steps.take_up(actor, JointDocument.objects.with_units(), document.pk, rule)


def move(document: JointDocument, status: Status | None = None) -> None:
    """Put the matter into a state (or leave it there) and on top of the lists."""
    steps.move(document.matter, status, CLOSING)
