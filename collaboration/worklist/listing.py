"""The five lists as querysets: what a person has to do for a unit, what it sent, follows, has done, has closed."""

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from collaboration.internal.models import Assignment
from collaboration.matters.models import Matter
from collaboration.notifications.models import Subscription
from collaboration.worklist.filters import Filters, Mark, Order, Tab, Who
from collaboration.worklist.marks import Boundaries
from collaboration.worklist.models import Waiting
from tenants.audit.models import Record
from tenants.identity.actor import Actor


def to_do(actor: Actor, who: str = "") -> QuerySet[Waiting]:
    """Open steps of the acting unit: mine and those nobody holds, or only the ones, or everybody's."""
    if who == Who.UNIT:
        return Waiting.objects.visible_to(actor).open().filter(unit=actor.unit)
    held = Assignment.objects.filter(waiting=OuterRef("pk"), ended_at=None)
    mine = held.filter(person_id__in=actor.persons)
    rows = Waiting.objects.for_person(actor)
    match who:
        case Who.ME:
            return rows.filter(Q(person__in=actor.persons) | Exists(mine))
        case Who.POOL:
            return rows.filter(~Exists(held), person=None)
        case _:
            return rows.filter(~Exists(held.exclude(person_id__in=actor.persons)))


def sent(actor: Actor, who: str = "") -> QuerySet[Matter]:
    """What the unit drafted and has not ended; or only what this person began."""
    rows = Matter.objects.visible_to(actor).filter(drafting_unit=actor.unit, closed_at=None)
    began = Record.objects.filter(chain=OuterRef("public_id"), number=1, user_id=actor.user.pk)
    return rows.filter(Exists(began)) if who == Who.ME else rows


def following(actor: Actor, who: str = "") -> QuerySet[Matter]:
    """What the person follows as a member of the unit."""
    mine = Subscription.objects.visible_to(actor).filter(wish=Subscription.Wish.FOLLOW)
    return Matter.objects.visible_to(actor).filter(public_id__in=mine.values("matter"))


def done(actor: Actor, who: str = "") -> QuerySet[Waiting]:
    """Steps that this person took for the unit, or everybody there."""
    rows = Waiting.objects.visible_to(actor).taken().filter(unit=actor.unit)
    return rows if who == Who.UNIT else rows.filter(done_by=actor.user)


def closed(actor: Actor, who: str = "") -> QuerySet[Matter]:
    """Matters the unit took part in that have ended."""
    return Matter.objects.visible_to(actor).exclude(closed_at=None)


LISTS = {Tab.TO_DO: to_do, Tab.SENT: sent, Tab.FOLLOWING: following, Tab.DONE: done, Tab.CLOSED: closed}


def steps(actor: Actor, filters: Filters, boundaries: Boundaries) -> QuerySet[Waiting]:
    """The rows of one of the two lists of steps, filtered and in order."""
    rows: QuerySet[Waiting] = LISTS[Tab(filters.tab)](actor, filters.who)
    if filters.kind:
        rows = rows.filter(matter__kind=filters.kind)
    if filters.step:
        rows = rows.filter(step=filters.step)
    if filters.urgency:
        rows = rows.filter(urgency=int(filters.urgency))
    if filters.unit:
        rows = rows.filter(matter__drafting_unit__code=filters.unit)
    if filters.mark:
        rows = rows.filter(boundaries.condition(Mark(filters.mark)))
    return _in_order(rows, filters)


def _in_order(rows: QuerySet[Waiting], filters: Filters) -> QuerySet[Waiting]:
    if filters.tab == Tab.DONE:
        return rows.order_by("-done_at", "-pk")
    by_deadline = F("due_on").asc(nulls_last=True)
    match filters.order:
        case Order.NEWEST:
            return rows.order_by("-opened_at", "-pk")
        case Order.DEADLINE:
            return rows.order_by(by_deadline, "-urgency", "opened_at", "pk")
        case _:
            return rows.order_by("-urgency", by_deadline, "opened_at", "pk")


def matters(actor: Actor, filters: Filters) -> QuerySet[Matter]:
    """The rows of one of the three lists of matters, filtered, the last changed first."""
    rows: QuerySet[Matter] = LISTS[Tab(filters.tab)](actor, filters.who)
    if filters.kind:
        rows = rows.filter(kind=filters.kind)
    if filters.unit:
        rows = rows.filter(drafting_unit__code=filters.unit)
    return rows.order_by("-closed_at" if filters.tab == Tab.CLOSED else "-changed_at", "-pk")
