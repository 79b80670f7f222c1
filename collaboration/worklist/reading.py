"""A whole worklist page: one tab with its rows, the numbers of all tabs, and what there is to filter by."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Any

from django.core.paginator import Page, Paginator
from django.db import connection
from django.db.models import F, Max, Min
from django.utils.functional import Promise

from collaboration.deadlines.calendar import WorkingDays
from collaboration.matters import kinds
from collaboration.worklist import in_house, listing
from collaboration.worklist.colleagues import colleagues
from collaboration.worklist.counting import LONG, Counts, count
from collaboration.worklist.filters import Filters, Mark, Order, Tab, Who
from collaboration.worklist.marks import Boundaries
from collaboration.worklist.models import SavedList, Urgency
from collaboration.worklist.rows import SHOWN, Running, Task, running, tasks
from tenants.identity.actor import Actor
from tenants.identity.models import Membership, User
from tenants.units.models import Unit

PAGE = 50
OF_STEPS = (Tab.TO_DO, Tab.DONE)
Choices = list[tuple[str, str | Promise]]


@dataclass
class Worklist:
    """What the start page shows of the acting unit's work."""

    filters: Filters
    counts: Counts
    page: Page
    groups: list[tuple[Task, list[Task]]] = field(default_factory=list)
    tasks: list[Task] = field(default_factory=list)
    inside: list[Task] = field(default_factory=list)  # steps of the house itself, on the first page
    matters: list[Running] = field(default_factory=list)
    colleagues: Iterable[User] = ()

    @property
    def tabs(self) -> list[tuple[str, str, str, str]]:
        """Name, label, number and address of each tab."""
        numbers = {
            tab: f"{LONG - 1}+" if number >= LONG and tab != Tab.TO_DO else str(number)
            for tab, number in self.counts.tabs.items()
        }
        return [(tab.value, str(tab.label), numbers[tab.value], self.filters.on(tab.value).query) for tab in Tab]

    @property
    def marks(self) -> list[tuple[str, str, int]]:
        """Colour, words and number of each mark that somebody has to look at."""
        return [(mark.value, str(mark.label), self.counts.marks[mark.value]) for mark in Mark]


class Pages(Paginator):
    """Finds the rows of a page by an index alone, and joins what they show to these few."""

    def __init__(self, rows: Any, joined: Sequence[str] = ()) -> None:
        super().__init__(rows, PAGE)
        self.joined = joined

    def page(self, number: int | str) -> Page:
        """The page, its rows with what they show."""
        page = super().page(number)
        if self.joined:
            rows = page.object_list
            found = rows.model._default_manager.filter(pk__in=rows.values("pk"))
            page.object_list = found.select_related(*self.joined).order_by(*rows.query.order_by)
        return page


def worklist(actor: Actor, filters: Filters, page: str | None = None) -> Worklist:
    """The page of one tab; the number of queries does not depend on the number of rows."""
    calendar = WorkingDays.load()
    boundaries = Boundaries.of(calendar)
    counts = count(actor, boundaries)
    paginator = _pages(actor, filters, boundaries)
    known = counts.tabs[filters.tab]
    if not (filters.is_narrowed or filters.group) and (filters.tab == Tab.TO_DO or known < LONG):
        paginator.count = known
    inside = in_house.tasks(actor, Filters(), calendar)
    shown = Worklist(filters, _with(counts, inside), paginator.get_page(page))
    if filters.tab == Tab.TO_DO and shown.page.number == 1:
        shown.inside = in_house.tasks(actor, filters, calendar) if filters.is_narrowed else inside
    if filters.tab not in OF_STEPS:
        shown.matters = running(list(shown.page.object_list), calendar)
    elif filters.group and filters.tab == Tab.TO_DO:
        ids = [row["matter"] for row in shown.page.object_list]
        found = listing.steps(actor, filters, boundaries).filter(matter__in=ids).select_related(*SHOWN)
        in_order = sorted(found, key=lambda row: ids.index(row.matter_id))
        by_matter = groupby(tasks(in_order, actor, calendar), lambda one: one.url)
        shown.groups = [(together[0], together) for together in (list(some) for _url, some in by_matter)]
    else:
        shown.tasks = tasks(list(shown.page.object_list), actor, calendar)
        shown.colleagues = colleagues(actor.unit)
    return shown


def _with(counts: Counts, inside: list[Task]) -> Counts:
    """What waits inside the house counts as well."""
    tabs = {**counts.tabs, Tab.TO_DO.value: counts.tabs[Tab.TO_DO.value] + len(inside)}
    of_house = in_house.marks(inside)
    return replace(counts, tabs=tabs, marks={mark: number + of_house[mark] for mark, number in counts.marks.items()})


def _pages(actor: Actor, filters: Filters, boundaries: Boundaries) -> Pages:
    if filters.tab not in OF_STEPS:
        return Pages(listing.matters(actor, filters), joined=["drafting_unit"])
    rows = listing.steps(actor, filters, boundaries)
    if filters.group and filters.tab == Tab.TO_DO:
        together = rows.order_by().values("matter").annotate(most=Max("urgency"), first=Min("due_on"))
        return Pages(together.order_by("-most", F("first").asc(nulls_last=True), "matter"))
    return Pages(rows, joined=SHOWN)


def choices(actor: Actor, filters: Filters) -> Mapping[str, Choices]:
    """What can be filtered by; units only those that have sent something."""
    drafting = listing.to_do(actor).order_by().values("matter__drafting_unit")
    units = Unit.objects.filter(pk__in=drafting) if filters.tab == Tab.TO_DO else Unit.objects.none()
    known = {name: kind for name, kind in kinds.all_kinds().items() if not filters.kind or filters.kind == name}
    return {
        "kinds": [(name, kind.label) for name, kind in kinds.all_kinds().items()],
        "steps": [pair for kind in known.values() for pair in kind.step_labels.items()],
        "marks": list(Mark.choices),
        "urgencies": [(str(value), label) for value, label in Urgency.choices],
        "who": list(Who.choices),
        "orders": list(Order.choices),
        "units": [(unit.code, unit.display_name) for unit in units],
    }


def saved_lists(actor: Actor) -> list[SavedList]:
    """The lists this person keeps."""
    return list(SavedList.objects.filter(user=actor.user))


def waiting_elsewhere(actor: Actor, memberships: list[Membership]) -> list[tuple[Membership, int]]:
    """The person's other places in which something waits for them, with how much; one query."""
    if len(memberships) < 2:
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM worklist_elsewhere()")
        found = dict(cursor.fetchall())
    here = (actor.unit.pk, actor.membership.on_behalf_of_id)
    return [
        (one, found[one.pk]) for one in memberships if (one.unit_id, one.on_behalf_of_id) != here and found.get(one.pk)
    ]
