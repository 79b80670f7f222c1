"""How many rows each list holds, and how near their deadlines are: one query, whatever the numbers.

What waits is counted to the last step. Of the other lists nobody needs to know more than that they are long.
"""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, IntegerField, QuerySet, Value

from collaboration.worklist import listing
from collaboration.worklist.filters import Mark, Tab
from collaboration.worklist.marks import Boundaries
from tenants.identity.actor import Actor

LONG = 1000  # rows; where so many are found, counting ends


@dataclass(frozen=True)
class Counts:
    """Rows of each tab without its filters (of all but the first up to ``LONG``), and of the first at each mark."""

    tabs: dict[str, int]
    marks: dict[str, int]


def count(actor: Actor, boundaries: Boundaries) -> Counts:
    """All numbers on the start page."""
    marked = {mark.value: Count("pk", filter=boundaries.condition(mark)) for mark in Mark}
    unmarked = {mark.value: Value(0, output_field=IntegerField()) for mark in Mark}
    first, *rest = (
        _counted(rows(actor), tab, marked if tab == Tab.TO_DO else unmarked) for tab, rows in listing.LISTS.items()
    )
    found = {row["tab"]: row for row in first.union(*rest, all=True)}
    todo = found.get(Tab.TO_DO.value, {})
    return Counts(
        {tab.value: found.get(tab.value, {}).get("number", 0) for tab in Tab},
        {mark.value: todo.get(mark.value, 0) for mark in Mark},
    )


def _counted(rows: QuerySet, tab: Tab, marks: dict[str, Any]) -> QuerySet:
    """One row of numbers; none at all where the list is empty."""
    if tab != Tab.TO_DO:
        rows = rows.model._default_manager.filter(pk__in=rows.order_by().values("pk")[:LONG])
    named = rows.order_by().annotate(tab=Value(tab.value)).values("tab")
    return named.annotate(number=Count("pk"), **marks).values("tab", "number", *marks)
