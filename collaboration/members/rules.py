"""Who may do what with the members of a unit; the database asks the same again."""

from django.utils import timezone

from tenants.identity.actor import Actor
from tenants.identity.models import Membership
from tenants.identity.roles import ADMINISTRATIONS, CONTENT_ROLES, Role
from tenants.units.models import Unit

TOGETHER = CONTENT_ROLES | {Role.EDITOR}


def administers(actor: Actor, unit: Unit) -> bool:
    """Members of a unit are the business of its own administrator."""
    return actor.unit == unit and actor.has(Role.UNIT_ADMINISTRATOR)


def guards(actor: Actor, unit: Unit) -> bool:
    """Clearances and second factors are the business of the unit's security administrator."""
    return actor.unit == unit and actor.has(Role.SECURITY_ADMINISTRATOR)


def supervises(actor: Actor, unit: Unit) -> bool:
    """The administrator of the superior unit sees to it that a unit has an administrator."""
    return actor.has(Role.UNIT_ADMINISTRATOR) and unit.parent_id == actor.unit.pk


def holds(membership: Membership) -> bool:
    """Whether a membership has not ended."""
    return membership.valid_until is None or membership.valid_until > timezone.now()


def can_change(actor: Actor, membership: Membership) -> bool:
    """Nobody changes what they may do themselves."""
    others = membership.user_id != actor.user.pk and membership.source != Membership.Source.DELEGATION
    return administers(actor, membership.unit) and others and holds(membership)


def can_end(actor: Actor, membership: Membership) -> bool:
    """The unit's administrator; for another unit's administrator the superior's."""
    above = supervises(actor, membership.unit) and membership.roles == [Role.UNIT_ADMINISTRATOR]
    return can_change(actor, membership) or (above and holds(membership))


def can_guard(actor: Actor, membership: Membership) -> bool:
    """Set the clearance, reset the second factor: of others, while they are members."""
    return guards(actor, membership.unit) and membership.user_id != actor.user.pk and holds(membership)


def roles_fit(roles: list[str]) -> bool:
    """Content roles go together; each of the three administrations stands alone."""
    return bool(roles) and (TOGETHER.issuperset(roles) or (len(roles) == 1 and roles[0] in ADMINISTRATIONS))


def can_delegate(actor: Actor, absent: Membership) -> bool:
    """One's own place, or that of a member whose unit one administers; never a delegation itself."""
    mine = absent.user_id == actor.user.pk or administers(actor, absent.unit)
    is_own_place = absent.source != Membership.Source.DELEGATION and absent.handles_content
    return mine and is_own_place and absent.unit_id == actor.unit.pk and holds(absent)


def can_end_delegation(actor: Actor, delegation: Membership) -> bool:
    """Who was away, who stands in, and the administrator."""
    concerned = actor.user.pk in (delegation.user_id, delegation.on_behalf_of_id)
    return holds(delegation) and (concerned or administers(actor, delegation.unit))
