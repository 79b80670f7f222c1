"""The lists of incoming matters: what nobody has signed for yet, what is in hand, what was circulated, the register."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from collaboration.deadlines.calendar import WorkingDays
from collaboration.deadlines.lights import Light, light
from collaboration.incoming.models import Entry, Reading
from collaboration.matters import telling
from collaboration.matters.models import PURGED, Matter, Party
from tenants.identity.actor import Actor
from tenants.identity.models import User
from tenants.units.models import Unit

TO_RECEIVE, MINE, IN_HAND, TO_READ, ALL = "to_receive", "mine", "in_hand", "to_read", "all"
TABS = (TO_RECEIVE, MINE, IN_HAND, TO_READ, ALL)


@dataclass(frozen=True, slots=True)
class Line:
    """One entry with the title of its matter and where it came from."""

    entry: Entry
    title: str
    url: str
    sender: str
    light: Light | None


def to_receive(actor: Actor) -> QuerySet[Matter]:
    """Matters of other units that reached this one and that nobody here has signed for."""
    received = Entry.objects.filter(unit_id=actor.unit.pk, matter=OuterRef("public_id"))
    others = Matter.objects.visible_to(actor).exclude(drafting_unit=actor.unit).exclude(state__in=["draft", PURGED])
    addressed = Party.objects.filter(matter=OuterRef("pk"), unit=actor.unit, ground__in=Party.ADDRESSED)
    return (
        others.filter(~Exists(received), Exists(addressed), closed_at=None)
        .select_related("drafting_unit")
        .order_by("opened_at")
    )


def entries(actor: Actor, tab: str) -> QuerySet[Entry]:
    """The entries of one list."""
    rows = Entry.objects.visible_to(actor)
    match tab:
        case "mine":
            return rows.handled_by(actor.persons)
        case "in_hand":
            return rows.in_hand()
        case "to_read":
            mine = Reading.objects.filter(entry=OuterRef("pk"), person_id__in=actor.persons, read_at=None)
            return rows.filter(Exists(mine))
        case _:
            return rows


def counts(actor: Actor) -> dict[str, int]:
    """The numbers of all lists; two queries."""
    mine = Reading.objects.filter(entry=OuterRef("pk"), person_id__in=actor.persons, read_at=None)
    rows = Entry.objects.visible_to(actor).order_by()
    found = rows.aggregate(
        mine=Count("pk", filter=Q(pk__in=rows.handled_by(actor.persons).values("pk"))),
        in_hand=Count("pk", filter=Q(pk__in=rows.in_hand().values("pk"))),
        to_read=Count("pk", filter=Exists(mine)),
        all=Count("pk"),
    )
    return {TO_RECEIVE: to_receive(actor).count(), **found}


def lines(rows: Sequence[Entry], actor: Actor) -> list[Line]:
    """Entries in words; what the reader may no longer see of a matter has no title."""
    seen = Matter.objects.visible_to(actor).filter(public_id__in=[row.matter for row in rows])
    matters = {matter.public_id: matter for matter in seen}
    titles = telling.titles_of(matters.values())
    senders = Unit.objects.in_bulk({row.from_unit_id for row in rows})
    calendar = WorkingDays.load()
    return [_line(row, matters.get(row.matter), titles, senders, calendar) for row in rows]


def handled_by(actor: Actor, person: User) -> list[str]:
    """What a colleague has in hand, by number and title."""
    rows = Entry.objects.visible_to(actor).handled_by([person.pk])
    return [f"{line.entry.full_number} {line.title}".strip() for line in lines(list(rows), actor)]


def _line(
    row: Entry, matter: Matter | None, titles: dict[int, str], senders: dict[int, Unit], calendar: WorkingDays
) -> Line:
    shows_light = row.due_on and row.answered_at is None
    return Line(
        entry=row,
        title=titles.get(matter.pk, "") if matter else "",
        url=telling.address_of(matter) if matter else "",
        sender=senders[row.from_unit_id].display_name if row.from_unit_id in senders else "",
        light=light(row.due_on, calendar=calendar) if shows_light else None,
    )


def arrivals(rows: Iterable[Matter]) -> list[tuple[Matter, str, str, str]]:
    """Matters to sign for: title, address and kind."""
    rows = list(rows)
    titles = telling.titles_of(rows)
    return [(row, titles.get(row.pk, ""), telling.address_of(row), telling.kind_label(row)) for row in rows]
