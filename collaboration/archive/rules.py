"""Who keeps the archive of a unit."""

from collaboration.archive.models import Item
from tenants.identity.actor import Actor
from tenants.identity.roles import Role

KEEPING = (Role.HANDLER, Role.LIAISON)


def keeps(actor: Actor) -> bool:
    """Handlers and the liaison archive, lend and transfer."""
    return any(actor.has(role) for role in KEEPING)


def can_archive(actor: Actor, item: Item) -> bool:
    """Until it was transferred its number may still be set right."""
    return keeps(actor) and item.transfer_id is None and not item.is_purged


def can_lend(actor: Actor, item: Item) -> bool:
    """One borrower at a time."""
    return keeps(actor) and not item.is_purged and not any(loan.returned_at is None for loan in item.loans.all())
