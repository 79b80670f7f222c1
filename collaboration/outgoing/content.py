"""What a letter says, decided when it is sent: what the person may still see, as far as the units let it out."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from collaboration.matters import kinds
from collaboration.matters.models import Matter
from collaboration.matters.telling import titles_of
from collaboration.notifications.inbox import why
from collaboration.notifications.models import Category, Notification
from collaboration.outgoing.models import Discretion, Letter
from tenants import hosts
from tenants.audit import acts
from tenants.db.context import Acting, act_as
from tenants.identity.models import User
from tenants.units.models import Unit


@dataclass(frozen=True, slots=True)
class Told:
    """One notice in words. Without a title nothing may be said but that it is there."""

    title: str
    kind: str
    act: str
    unit: Unit
    why: str
    category: Category
    url: str


def told_in(letter: Letter, person: User) -> list[Told]:
    """What the letter's notices say now, in their order; nothing of what was read, put away or hidden meanwhile."""
    numbers = letter.items.values_list("number", flat=True)
    with act_as(Acting(person.pk)):
        found = Notification.objects.visible_to(person).unread().filter(number__in=list(numbers))
        rows = list(found.select_related("unit"))
    told: dict[int, Told] = {}
    for unit_id in {row.unit_id for row in rows}:
        with act_as(Acting(person.pk, unit_id)):
            told |= _told_for([row for row in rows if row.unit_id == unit_id])
    return [told[number] for number in sorted(told)]


def link_to(number: int) -> str:
    """The address that opens a person's notice in its unit."""
    return hosts.desk_url(reverse("outgoing:follow", args=[number], urlconf="portal.urls.desk"))


def _told_for(rows: list[Notification]) -> dict[int, Told]:
    matters = {one.public_id: one for one in Matter.objects.filter(public_id__in={row.matter for row in rows})}
    titles = _tellable_titles(matters.values(), rows[0].unit_id)
    return {
        row.number: Told(
            title=titles.get(matters[row.matter].pk, ""),
            kind=str(kinds.kind_of(row.kind).label),
            act=acts.label(row.kind, row.act),
            unit=row.unit,
            why=why(row),
            category=Category(row.category),
            url=link_to(row.number),
        )
        for row in rows
        if row.matter in matters
    }


def _tellable_titles(matters: Iterable[Matter], unit_id: int) -> dict[int, str]:
    """The titles that both the reader's and the drafting unit let out."""
    limit = _tells(unit_id)
    return titles_of([one for one in matters if one.classification <= min(limit, _tells(one.drafting_unit_id))])


def _tells(unit_id: int) -> int:
    row = Discretion.objects.filter(pk=unit_id).first()
    return row.tells if row else Discretion.Tells.ORDINARY
