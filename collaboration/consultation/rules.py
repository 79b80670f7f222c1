"""Who asks the public, and who handles what it answers."""

from collaboration.consultation.models import Consultation
from collaboration.matters.models import Classification, Matter
from tenants.identity.actor import Actor
from tenants.identity.roles import Role


def can_open(actor: Actor, matter: Matter) -> bool:
    """A handler of the drafting unit, on what may be shown to everybody."""
    is_ordinary = matter.classification == Classification.ORDINARY
    return matter.drafting_unit_id == actor.unit.pk and actor.has(Role.HANDLER) and is_ordinary


def can_handle(actor: Actor, consultation: Consultation) -> bool:
    """A handler of the unit that asks."""
    return consultation.unit_id == actor.unit.pk and actor.has(Role.HANDLER)
