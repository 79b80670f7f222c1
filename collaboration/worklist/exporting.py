"""A list of the start page as a table: what the reader sees there, without pages."""

from collections.abc import Sequence
from datetime import date, datetime

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from collaboration.deadlines.calendar import WorkingDays
from collaboration.worklist import in_house, listing, rows
from collaboration.worklist.filters import Filters
from collaboration.worklist.marks import Boundaries
from collaboration.worklist.reading import OF_STEPS
from tenants.identity.actor import Actor

MOST = 5000
Table = tuple[Sequence[str | Promise], list[list[str]]]
OF_TASKS = (
    _("Matter"), _("Kind"), _("From"), _("To do"), _("Urgency"), _("Due"), _("Deadline"), _("Handled by"), _("Done"),
)  # fmt: skip
OF_MATTERS = (_("Matter"), _("Kind"), _("From"), _("State"), _("Waits for"), _("Last change"), _("Closed"))


def table(actor: Actor, filters: Filters) -> Table:
    """Headings and rows."""
    calendar = WorkingDays.load()
    if filters.tab in OF_STEPS:
        steps = listing.steps(actor, filters, Boundaries.of(calendar))
        found = list(steps.select_related(*rows.SHOWN)[:MOST])
        lines = in_house.tasks(actor, filters, calendar) + rows.tasks(found, actor, calendar)
        return OF_TASKS, [_task(one) for one in lines]
    matters = list(listing.matters(actor, filters).select_related("drafting_unit")[:MOST])
    return OF_MATTERS, [_matter(one) for one in rows.running(matters, calendar)]


def _task(one: rows.Task) -> list[str]:
    mark = one.light.words if one.light else ""
    start = [one.title, one.kind, one.drafting_unit.display_name, one.step, one.urgency]
    return [*start, _day(one.due_on), mark, one.done_by or one.holder, _moment(one.done_at)]


def _matter(one: rows.Running) -> list[str]:
    waits = _(", ").join(unit.display_name for unit in one.waits_for) + (" …" if one.more else "")
    start = [one.title, one.kind, one.drafting_unit.display_name, one.state, waits]
    return [*start, _moment(one.changed_at), _moment(one.closed_at)]


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _moment(at: datetime | None) -> str:
    return timezone.localtime(at).strftime("%Y-%m-%d %H:%M") if at else ""
