"""Who may have something removed for good; the database asks the same again."""

from tenants.identity.actor import Actor
from tenants.identity.roles import Role
from tenants.units.models import Level, Unit


def can_purge(actor: Actor, unit: Unit) -> bool:
    """What a unit drafted: that unit's administrator, or the alliance office's."""
    is_responsible = actor.unit == unit or actor.unit.level == Level.OFFICE
    return is_responsible and actor.has(Role.UNIT_ADMINISTRATOR)


def can_purge_part(actor: Actor, unit: Unit, writer: Unit | None) -> bool:
    """One text in a matter: also the administrator of the unit that wrote it."""
    return can_purge(actor, unit) or (writer == actor.unit and actor.has(Role.UNIT_ADMINISTRATOR))
