"""Who may give a waiting step to whom inside a unit."""

from collections.abc import Sequence

from collaboration.internal.models import Assignment
from collaboration.worklist.models import Waiting
from tenants.identity.actor import Actor
from tenants.identity.models import Membership
from tenants.identity.roles import Role

GIVING = frozenset({Role.HANDLER, Role.SIGNATORY, Role.APPROVER, Role.LIAISON})
LEADING = frozenset({Role.SIGNATORY, Role.APPROVER})


def can_give(actor: Actor, waiting: Waiting) -> bool:
    """Steps of one's own unit, by those who work on matters there; who only reads gives nothing."""
    return waiting.unit_id == actor.unit.pk and bool(GIVING.intersection(actor.membership.roles))


def leads(actor: Actor) -> bool:
    """Signatories and approvers see to what others in the house hold, too."""
    return bool(LEADING.intersection(actor.membership.roles))


def can_take_step(waiting: Waiting, people: Sequence[Membership]) -> bool:
    """Whether one of these memberships carries the role that the step waits for."""
    return any(one.unit_id == waiting.unit_id and waiting.role in one.roles for one in people)


def holds(actor: Actor, held: Assignment | None) -> bool:
    """Whether the step was given to this person."""
    return held is not None and held.person_id in actor.persons


def can_take_back(actor: Actor, held: Assignment | None) -> bool:
    """Who gave it takes it back; so do signatories and approvers."""
    return held is not None and not holds(actor, held) and (held.by_id == actor.user.pk or leads(actor))
