"""The ledger of a unit: filters in its address, one page read at a time, or as a table."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Self

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from collaboration.assistance.models import AssistanceRequest, RequestKind, Status
from collaboration.deadlines.calendar import WorkingDays
from collaboration.deadlines.lights import light
from collaboration.worklist.models import Waiting
from tenants.identity.actor import Actor

MOST = 10_000
TABS = ("all", "received", "sent", "others")
FIELDS = ("tab", "q", "kind", "state", "unit", "since", "until", "late")
HEADINGS = (
    gettext_lazy("Title"), gettext_lazy("Kind"), gettext_lazy("Case number"), gettext_lazy("Asking unit"),
    gettext_lazy("Asked unit"), gettext_lazy("State"), gettext_lazy("Wanted by"), gettext_lazy("Due"),
    gettext_lazy("Deadline"), gettext_lazy("Drafted"), gettext_lazy("Last change"), gettext_lazy("Closed"),
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

    @classmethod
    def read(cls, given: Mapping[str, str], kinds: list[RequestKind]) -> Self:
        """The filters in an address."""
        allowed = {"tab": TABS, "kind": [one.code for one in kinds], "state": Status.values, "late": ("yes",)}
        said = {name: given.get(name, "") for name in allowed}
        right = {name: value for name, value in said.items() if value in allowed[name]}
        words = {name: given.get(name, "").replace("\0", "").strip()[:100] for name in ("q", "unit")}
        days = {name: given.get(name, "") for name in ("since", "until") if _day(given.get(name, ""))}
        return cls(**right, **words, **days)

    @property
    def query(self) -> str:
        """The filters as an address says them."""
        said = {name: getattr(self, name) for name in FIELDS}
        return urlencode({name: value for name, value in said.items() if value and value != "all"})

    @property
    def is_narrow(self) -> bool:
        """Whether anything but the tab was chosen."""
        return any(getattr(self, name) for name in FIELDS if name != "tab")


def _day(text: str) -> date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None


def found(actor: Actor, filters: Filters) -> QuerySet[AssistanceRequest]:
    """Requests of the acting unit that the filters let through, newest change first, with their nearest deadline."""
    rows = _of_tab(AssistanceRequest.objects.visible_to(actor).with_units(), actor, filters.tab)
    exact = {"matter__state": filters.state, "kind_version__kind": filters.kind}
    rows = rows.filter(**{path: value for path, value in exact.items() if value})
    if filters.q:
        rows = rows.filter(Q(title__icontains=filters.q) | Q(case_number__icontains=filters.q))
    if filters.unit:
        named = (Q(**{f"{side}__{name}__icontains": filters.unit})
                 for side in ("addressee", "matter__drafting_unit") for name in ("name", "name_en"))  # fmt: skip
        rows = rows.filter(next(named) | next(named) | next(named) | next(named))
    if since := _day(filters.since):
        rows = rows.filter(matter__opened_at__date__gte=since)
    if until := _day(filters.until):
        rows = rows.filter(matter__opened_at__date__lte=until)
    waits = Waiting.objects.open().filter(matter=OuterRef("pk"))
    if filters.late:
        rows = rows.filter(Exists(waits.filter(due_on__lt=timezone.localdate())))
    return rows.annotate(
        is_waiting=Exists(waits.filter(unit=actor.unit)),
        due_on=Subquery(waits.exclude(due_on=None).order_by("due_on").values("due_on")[:1]),
    ).order_by("-matter__changed_at", "-pk")


def _of_tab(requests: QuerySet[AssistanceRequest], actor: Actor, tab: str) -> QuerySet[AssistanceRequest]:
    if tab == "sent":
        return requests.filter(matter__drafting_unit=actor.unit)
    if tab == "received":
        return requests.filter(addressee=actor.unit)
    if tab == "others":
        return requests.exclude(matter__drafting_unit=actor.unit).exclude(addressee=actor.unit)
    return requests


def table(actor: Actor, filters: Filters) -> list[list[str]]:
    """The ledger as cells, without pages; nothing of persons stands in it."""
    calendar = WorkingDays.load()
    return [_cells(one, calendar) for one in found(actor, filters)[:MOST]]


def _cells(one: AssistanceRequest, calendar: WorkingDays) -> list[str]:
    matter, due = one.matter, getattr(one, "due_on", None)
    closed = timezone.localtime(matter.closed_at).strftime("%Y-%m-%d") if matter.closed_at else ""
    return [
        one.title or _("Purged request"),
        str(one.kind_version.kind),
        one.case_number,
        one.asking_unit.display_name,
        one.addressee.display_name,
        str(one.status.label),
        one.wanted_on.isoformat(),
        due.isoformat() if due else "",
        light(due, calendar=calendar).words if due else "",
        timezone.localtime(matter.opened_at).strftime("%Y-%m-%d"),
        timezone.localtime(matter.changed_at).strftime("%Y-%m-%d"),
        closed,
    ]
