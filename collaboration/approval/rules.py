"""Who does what with the approval inside a unit."""

from collaboration.approval.models import Run
from tenants.identity.actor import Actor
from tenants.identity.roles import Role

SUBMITTING = frozenset({Role.HANDLER, Role.SIGNATORY, Role.LIAISON})
LEADING = frozenset({Role.SIGNATORY, Role.APPROVER})
ABLE = frozenset({Role.HANDLER, Role.SIGNATORY, Role.APPROVER, Role.LIAISON, Role.SEAL_KEEPER, Role.MEMBER})


def can_set(actor: Actor) -> bool:
    """The unit's administrator sets its chains."""
    return actor.has(Role.UNIT_ADMINISTRATOR)


def can_submit(actor: Actor) -> bool:
    """Who prepares or speaks for the unit submits a draft and asks departments."""
    return bool(SUBMITTING.intersection(actor.membership.roles))


def can_steer(actor: Actor, run: Run) -> bool:
    """Who submitted it, and who leads, take it back and name substitutes."""
    is_own = run.unit_id == actor.unit.pk and actor.handles_content
    return is_own and (run.begun_by_id in actor.persons or bool(LEADING.intersection(actor.membership.roles)))


def can_record(actor: Actor) -> bool:
    """Handlers and signatories record what a normative document must have behind it."""
    return bool({Role.HANDLER, Role.SIGNATORY}.intersection(actor.membership.roles))
