"""Who may do what to a unit."""

from tenants.identity.actor import Actor
from tenants.identity.roles import Role
from tenants.units.models import Level, Unit


def can_change(actor: Actor, unit: Unit) -> bool:
    """An administrator of its superior unit, or of the alliance office; while it is open."""
    if not actor.has(Role.UNIT_ADMINISTRATOR) or unit.level == Level.OFFICE or unit.closed_on:
        return False
    return actor.unit.level == Level.OFFICE or unit.parent_id == actor.unit.pk


def can_set_telephone(actor: Actor, unit: Unit) -> bool:
    """The unit's own administrator, while it is open."""
    return actor.has(Role.UNIT_ADMINISTRATOR) and actor.unit == unit and not unit.closed_on
