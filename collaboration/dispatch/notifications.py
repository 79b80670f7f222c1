"""Who hears of a dispatch."""

from collections.abc import Sequence

from collaboration.dispatch.models import Dispatch
from collaboration.notifications.models import Category
from collaboration.notifications.notify import Audience, notify
from tenants.identity.roles import Role
from tenants.units.models import Unit

ANSWERING = (Role.HANDLER, Role.LIAISON)


def issued(dispatch: Dispatch, units: Sequence[Unit], signers: Sequence[Unit]) -> None:
    """The recipients have to sign for it; the other issuing units hear that it went out."""
    told = [Audience(unit, roles=ANSWERING) for unit in units]
    told += [Audience(unit, secondary=(Role.HANDLER,)) for unit in signers]
    notify(dispatch.matter, "issued", told, category=Category.ACTION)


def filed(dispatch: Dispatch, filed_with: Sequence[Unit], informed: Sequence[Unit]) -> None:
    """Whoever has to acknowledge it; superiors hear of it for their information."""
    told = [Audience(unit, roles=ANSWERING) for unit in filed_with]
    told += [Audience(unit, secondary=ANSWERING) for unit in informed]
    told.append(Audience(dispatch.matter.drafting_unit, secondary=(Role.HANDLER,)))
    notify(dispatch.matter, "filed", told, category=Category.ACTION)


def queried(dispatch: Dispatch) -> None:
    drafter = Audience(dispatch.matter.drafting_unit, roles=(Role.HANDLER,))
    notify(dispatch.matter, "queried", [drafter], category=Category.ACTION)


def query_answered(dispatch: Dispatch, unit: Unit) -> None:
    notify(dispatch.matter, "query_answered", [Audience(unit, roles=ANSWERING)])
