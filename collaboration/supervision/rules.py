"""Who urges, who supervises, who answers."""

from django.db import connection

from collaboration.matters.models import Matter
from collaboration.supervision.models import Slip, State
from tenants.identity.actor import Actor
from tenants.identity.roles import Role
from tenants.units.models import Unit

URGING = (Role.HANDLER, Role.SIGNATORY, Role.LIAISON)
LEADING = (Role.SIGNATORY, Role.APPROVER)
ANSWERING = (Role.HANDLER, Role.SIGNATORY)


def holds(actor: Actor, roles: tuple[Role, ...]) -> bool:
    """Whether the person holds one of the roles."""
    return any(actor.has(role) for role in roles)


def can_urge(actor: Actor, matter: Matter) -> bool:
    """The unit that waits for the others urges them."""
    return matter.drafting_unit_id == actor.unit.pk and holds(actor, URGING)


def can_note_call(actor: Actor) -> bool:
    """Whoever telephones on a matter of theirs enters it."""
    return holds(actor, URGING)


def way_to_supervise(actor: Actor, about: str, unit: Unit) -> str:
    """By a slip (superior, or a leader in the house), by a request to another province's lead unit, or not at all."""
    if not holds(actor, LEADING):
        return ""
    with connection.cursor() as cursor:
        cursor.execute("SELECT supervision_way(%s, %s)", [about, unit.pk])
        return cursor.fetchone()[0] or ""


def can_decide(actor: Actor, slip: Slip) -> bool:
    """The issuing unit's leaders lift, send back, or drop."""
    return slip.matter.drafting_unit_id == actor.unit.pk and holds(actor, LEADING)


def can_feed_back(actor: Actor, slip: Slip) -> bool:
    """The unit it was issued to answers."""
    return slip.unit_id == actor.unit.pk and holds(actor, ANSWERING) and slip.state == State.ISSUED
