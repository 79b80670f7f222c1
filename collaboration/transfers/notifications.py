"""Who hears of a hand-over, of what is reported back, and of a filing."""

from collaboration.assistance.models import AssistanceRequest
from collaboration.notifications.models import Category
from collaboration.notifications.notify import Audience, notify
from collaboration.transfers.models import Filing
from tenants.identity.roles import Role
from tenants.units.models import Unit

HANDLING = (Role.HANDLER,)
ANSWERING = (Role.HANDLER, Role.LIAISON)


def of_request(request: AssistanceRequest, act: str, unit: Unit, *, is_action: bool = False) -> None:
    """The handlers of one side."""
    category = Category.ACTION if is_action else Category.PROGRESS
    notify(request.matter, act, [Audience(unit, roles=HANDLING)], category=category)


def filed(filing: Filing) -> None:
    """The province acknowledges it; the city-level member and the unit hear that it was filed."""
    told = [Audience(filing.province, roles=ANSWERING)]
    told += [Audience(unit, secondary=HANDLING) for unit in {filing.matter.drafting_unit, filing.unit}]
    notify(filing.matter, "filed", told, category=Category.ACTION)


def of_filing(filing: Filing, act: str, unit: Unit, *, is_action: bool = True) -> None:
    category = Category.ACTION if is_action else Category.PROGRESS
    notify(filing.matter, act, [Audience(unit, roles=ANSWERING)], category=category)
