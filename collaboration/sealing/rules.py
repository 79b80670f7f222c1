"""Who may authorise in writing that a unit's seal is released without asking; the database asks the same again."""

from django.utils import timezone

from collaboration.sealing.models import Standing, StandingAuthorisation
from tenants.identity.actor import Actor
from tenants.identity.roles import Role


def keeps_seal(actor: Actor) -> bool:
    """Whether the seal of the acting unit is this person's business: its keeper, and who signs for the unit."""
    return actor.unit.level > 0 and (actor.has(Role.SEAL_KEEPER) or actor.has(Role.SIGNATORY))


def may_hand_in(actor: Actor) -> bool:
    """The seal keeper hands in the picture of the unit's seal."""
    return actor.unit.level > 0 and actor.has(Role.SEAL_KEEPER)


def can_grant(actor: Actor, authorisation: StandingAuthorisation) -> bool:
    """A signatory of the unit confirms what was entered."""
    is_open = authorisation.standing(timezone.localdate()) is Standing.ENTERED
    return authorisation.unit_id == actor.unit.pk and actor.has(Role.SIGNATORY) and is_open


def can_end(actor: Actor, authorisation: StandingAuthorisation) -> bool:
    """Whoever keeps the seal may stop it at any time before its term is over."""
    open_states = (Standing.ENTERED, Standing.COMING, Standing.VALID)
    is_open = authorisation.standing(timezone.localdate()) in open_states
    return authorisation.unit_id == actor.unit.pk and keeps_seal(actor) and is_open
