"""Who answers for a dispatch on either side."""

from collaboration.dispatch.models import Addressee, Dispatch
from tenants.identity.actor import Actor
from tenants.identity.roles import Role

ANSWERING = (Role.HANDLER, Role.LIAISON)


def answers(actor: Actor) -> bool:
    """Whether the person speaks for the unit about what it sent or got."""
    return any(actor.has(role) for role in ANSWERING)


def sends(actor: Actor, dispatch: Dispatch) -> bool:
    """Whether the acting unit is the one that sent it."""
    return dispatch.matter.drafting_unit_id == actor.unit.pk


def is_sending(actor: Actor, dispatch: Dispatch) -> bool:
    """Whether the acting unit sent it, or signed what was sent."""
    return sends(actor, dispatch) or any(issuer["code"] == actor.unit.code for issuer in dispatch.issuers)


def can_acknowledge(actor: Actor, addressee: Addressee | None) -> bool:
    """A filing is acknowledged once, by the unit it was filed with."""
    return (
        addressee is not None
        and addressee.role == Addressee.Role.FILED
        and not addressee.answered_at
        and answers(actor)
    )


def can_query(actor: Actor, addressee: Addressee | None) -> bool:
    """Whoever a document was filed with, or was informed, may ask; one question at a time."""
    if addressee is None or addressee.role not in Addressee.FILED:
        return False
    return answers(actor) and not any(query.answered_at is None for query in addressee.queries.all())
