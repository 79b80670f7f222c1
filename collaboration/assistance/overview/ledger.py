"""The ledger of a unit: filters in its address, one page read at a time, or as a table."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Self, cast

from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from collaboration.assistance.case_numbers import plain_number
from collaboration.assistance.models import AssistanceRequest, LedgerLine, RequestKind, Status
from collaboration.deadlines.calendar import WorkingDays
from collaboration.deadlines.lights import light
from collaboration.worklist.models import Waiting
from tenants.identity.actor import Actor
from tenants.units.models import Unit
from tenants.units.search import matching

Line = tuple[int, date | None]
Lines = QuerySet[LedgerLine, Line]
MOST, AT_ONCE = 100_000, 500
ORDERS = ("due",)
TABS = ("all", "received", "sent", "others")
FIELDS = ("tab", "q", "kind", "state", "unit", "since", "until", "late", "order")
HEADINGS = (
    gettext_lazy("Title"), gettext_lazy("Kind"), gettext_lazy("Case number"), gettext_lazy("Asking unit"),
    gettext_lazy("Asked unit"), gettext_lazy("State"), gettext_lazy("Wanted by"), gettext_lazy("Due"),
    gettext_lazy("Deadline"), gettext_lazy("Drafted"), gettext_lazy("Last change"), gettext_lazy("Closed"),
)  # fmt: skip

SAID = (
    "pk", "matter__drafting_unit", "addressee", "title", "kind_version__kind", "answers__case_number", "matter__state",
    "wanted_on", "matter__opened_at", "matter__changed_at", "matter__closed_at",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Filters:
    """What the address asks for; what it says wrongly counts as not said."""

    tab: str = "all"
    q: str = ""
    kind: str = ""
    state: str = ""
    unit: str = ""
    since: str = ""
    until: str = ""
    late: str = ""
    order: str = ""

    @classmethod
    def read(cls, given: Mapping[str, str], kinds: list[RequestKind]) -> Self:
        """The filters in an address."""
        allowed = {
            "tab": TABS,
            "kind": [one.code for one in kinds],
            "state": Status.values,
            "late": ("yes",),
            "order": ORDERS,
        }
        said = {name: given.get(name, "") for name in allowed}
        right = {name: value for name, value in said.items() if value in allowed[name]}
        words = {name: given.get(name, "").strip()[:100] for name in ("q", "unit")}
        days = {name: given.get(name, "") for name in ("since", "until") if _day(given.get(name, ""))}
        return cls(**right, **words, **days)

    @property
    def query(self) -> str:
        """The filters as an address says them."""
        said = {name: getattr(self, name) for name in FIELDS}
        return urlencode({name: value for name, value in said.items() if value and value != "all"})

    @property
    def is_narrow(self) -> bool:
        """Whether anything but the tab and the order was chosen."""
        return any(getattr(self, name) for name in FIELDS if name not in ("tab", "order"))


def _day(text: str) -> date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None


def found(actor: Actor, filters: Filters) -> Lines:
    """Requests in the acting unit's ledger that the filters let through, each with its nearest deadline, in the order
    that was asked for."""
    lines = _of_tab(LedgerLine.objects.visible_to(actor).values_list("request_id", "due_on"), actor, filters.tab)
    exact = {"state": filters.state, "kind": filters.kind}
    lines = lines.filter(**{name: value for name, value in exact.items() if value})
    if filters.q:
        lines = lines.filter(Q(title__icontains=filters.q) | Q(case_number__contains=plain_number(filters.q)))
    if filters.unit:
        named = list(matching(filters.unit).values_list("pk", flat=True))
        lines = lines.filter(Q(asking__in=named) | Q(addressee__in=named))
    if since := _day(filters.since):
        lines = lines.filter(opened_at__gte=_dawn(since))
    if until := _day(filters.until):
        lines = lines.filter(opened_at__lt=_dawn(until) + timedelta(days=1))
    if filters.late:
        lines = lines.filter(due_on__lt=timezone.localdate())
    if filters.order:
        return lines.order_by("due_on", "-request_id")
    return lines.order_by("-changed_at", "-request_id")


def _dawn(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _of_tab(lines: Lines, actor: Actor, tab: str) -> Lines:
    if tab == "sent":
        return lines.filter(asking=actor.unit)
    if tab == "received":
        return lines.filter(addressee=actor.unit)
    if tab == "others":
        return lines.exclude(asking=actor.unit).exclude(addressee=actor.unit)
    return lines


class Pages(Paginator[Line]):
    """The ledger page by page, counted up to ``MOST``: who has more finds it by the filters, not by leafing."""

    @cached_property
    def count(self) -> int:
        lines = cast(Lines, self.object_list)
        return min(lines.order_by()[: MOST + 1].count(), MOST + 1)

    @property
    def has_more(self) -> bool:
        """Whether more were found than are counted."""
        return self.count > MOST


def requests_of(actor: Actor, lines: Iterable[Line]) -> list[tuple[AssistanceRequest, date | None]]:
    """The requests that stand in these lines and their nearest deadlines, asked for anew under all that guards them."""
    due = dict(lines)
    waits = Waiting.objects.open().filter(matter=OuterRef("pk"), unit=actor.unit)
    shown = AssistanceRequest.objects.visible_to(actor).with_units().annotate(is_waiting=Exists(waits)).in_bulk(due)
    return [(shown[pk], day) for pk, day in due.items() if pk in shown]


def table(actor: Actor, filters: Filters) -> Iterator[list[list[str]]]:
    """The ledger as cells, some rows at a time, without pages; nothing of persons stands in it."""
    cells = _Cells()
    lines = list(found(actor, filters)[:MOST])
    for start in range(0, len(lines), AT_ONCE):
        yield cells.of(actor, dict(lines[start : start + AT_ONCE]))


class _Cells:
    """Rows of a table, made of values alone: of requests as objects hundreds would wait to be cleared away."""

    def __init__(self) -> None:
        self.calendar = WorkingDays.load()
        self.kinds = {kind.pk: str(kind) for kind in RequestKind.objects.all()}
        self.units: dict[int, str] = {}

    def of(self, actor: Actor, due: dict[int, date | None]) -> list[list[str]]:
        """The rows of these requests, asked for anew under all that guards them."""
        rows = {
            row[0]: row for row in AssistanceRequest.objects.visible_to(actor).filter(pk__in=due).values_list(*SAID)
        }
        further = {unit for row in rows.values() for unit in row[1:3]} - self.units.keys()
        self.units |= {pk: unit.display_name for pk, unit in Unit.objects.in_bulk(further).items()}
        return [self._row(rows[pk], day) for pk, day in due.items() if pk in rows]

    def _row(self, said: tuple[Any, ...], due: date | None) -> list[str]:
        _pk, asking, addressee, title, kind, number, state, wanted_on, *moments = said
        return [
            title or _("Purged request"),
            self.kinds[kind],
            str(number or ""),
            self.units[asking],
            self.units[addressee],
            str(Status(state).label),
            wanted_on.isoformat(),
            due.isoformat() if due else "",
            light(due, calendar=self.calendar).words if due else "",
            *(timezone.localtime(moment).strftime("%Y-%m-%d") if moment else "" for moment in moments),
        ]
