"""Who hears of each step of a request: the people of the two units who act on it, and the superior who decides."""

from collaboration.assistance.models import AssistanceRequest
from collaboration.notifications.models import Category
from collaboration.notifications.notify import Audience, notify
from tenants.identity.roles import Role
from tenants.units.models import Unit

RECEIVING = (Role.HANDLER, Role.LIAISON)
HANDLING = (Role.HANDLER,)


def sent(request: AssistanceRequest, act: str) -> None:
    """The addressee can receive it."""
    notify(request.matter, act, [Audience(request.addressee, roles=RECEIVING)], category=Category.ACTION)


def sent_for_decision(request: AssistanceRequest, decider: Unit) -> None:
    """The superior's approvers decide first."""
    told = [Audience(decider, roles=(Role.APPROVER,), secondary=HANDLING)]
    notify(request.matter, "sent_for_decision", told, category=Category.ACTION)


def taken_from(request: AssistanceRequest, decider: Unit | None) -> None:
    """The superior's approvers need not decide any more."""
    if decider is not None:
        notify(request.matter, "withdrawn", [Audience(decider, roles=(Role.APPROVER,))], category=Category.PROGRESS)


def decided(request: AssistanceRequest, act: str, *, carried_on: bool) -> None:
    """The asking unit hears what was decided, the addressee gets what was carried on."""
    told = [Audience(request.asking_unit, roles=HANDLING)]
    if carried_on:
        told.append(Audience(request.addressee, roles=RECEIVING))
    notify(request.matter, act, told, category=Category.ACTION)


def to_asking(request: AssistanceRequest, act: str, *, is_action: bool = False) -> None:
    category = Category.ACTION if is_action else Category.PROGRESS
    notify(request.matter, act, [Audience(request.asking_unit, roles=HANDLING)], category=category)


def to_asked(request: AssistanceRequest, act: str) -> None:
    if request.addressee_id in request.matter.parties:
        notify(request.matter, act, [Audience(request.addressee, roles=RECEIVING)], category=Category.ACTION)


def forwarded(request: AssistanceRequest) -> None:
    told = [Audience(request.addressee, roles=RECEIVING), Audience(request.asking_unit, secondary=HANDLING)]
    notify(request.matter, "forwarded", told, category=Category.ACTION)


def to_other(request: AssistanceRequest, unit: Unit, act: str) -> None:
    """The side that did not act hears of it."""
    other = request.addressee if unit == request.asking_unit else request.asking_unit
    notify(request.matter, act, [Audience(other, roles=HANDLING)], category=Category.ACTION)


def closed_by_calendar(request: AssistanceRequest) -> None:
    """Both sides hear that nothing more is expected."""
    told = [Audience(unit, roles=HANDLING) for unit in (request.asking_unit, request.addressee)]
    notify(request.matter, "closed_by_calendar", told, category=Category.PROGRESS)
