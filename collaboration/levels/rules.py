"""Who has to decide before something goes to a unit of another level; who may say it."""

from collections.abc import Iterator

from collaboration.levels.models import Decision, State
from tenants.identity.actor import Actor
from tenants.identity.roles import Role
from tenants.units.models import Unit

ASKING = (Role.HANDLER, Role.SIGNATORY, Role.LIAISON)


def above(unit: Unit) -> Iterator[Unit]:
    """The unit's superiors, the nearest first; the alliance office is nobody's."""
    while unit.parent and unit.parent.level:
        unit = unit.parent
        yield unit


def decider(asking: Unit, other: Unit) -> Unit | None:
    """The lower unit's superior at the other side's level, or the next one above where its line has none there.

    Nobody decides between units of one level, nor inside one line: there it is an application upwards, or an
    assignment downwards.
    """
    if asking.level == other.level:
        return None
    lower, higher = (asking, other) if asking.level > other.level else (other, asking)
    superiors = list(above(lower))
    if higher in superiors:
        return None
    return next((unit for unit in superiors if unit.level <= higher.level), None)


def can_ask(actor: Actor) -> bool:
    """Whoever prepares or signs for the asking unit."""
    return any(actor.has(role) for role in ASKING)


def can_decide(actor: Actor, decision: Decision) -> bool:
    """An approver of the deciding unit."""
    is_asked = decision.deciding_unit_id == actor.unit.pk and decision.state is State.WAITING
    return is_asked and actor.has(Role.APPROVER)


def can_withdraw(actor: Actor, decision: Decision) -> bool:
    """The asking unit, until it is decided."""
    is_asking = decision.matter.drafting_unit_id == actor.unit.pk and decision.state is State.WAITING
    return is_asking and can_ask(actor)
