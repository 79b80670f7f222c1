"""The table of opinions: for everybody who may read it, to filter, to page through and to take along."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_GET

from collaboration.documents import rules
from collaboration.documents.models import JointDocument, Opinion
from collaboration.documents.opinions import exporting, table
from collaboration.documents.opinions.table import Line
from collaboration.documents.views.finding import document_page, number_in
from collaboration.supervision import rules as supervision
from tenants.units.models import Unit

ON_PAGE = 50
OUTCOMES: dict[str, str | Promise] = {
    "open": pgettext_lazy("opinion", "Not decided yet"),
    "adopted": _("Adopted"),
    "partly": _("Partly adopted"),
    "declined": _("Not adopted"),
    "maintained": _("Maintained by the unit"),
    "lost": _("To be placed again"),
    "none": _("No opinion"),
    "silent": _("No answer"),
}


@dataclass(frozen=True)
class Filters:
    """What the reader narrowed the table down to, and what there is to choose from."""

    unit: str
    outcome: str
    number: int | None
    units: Sequence[Unit]
    rounds: Sequence[int]

    outcomes = OUTCOMES

    def of(self, lines: Sequence[Line]) -> list[Line]:
        return table.filtered(lines, unit=self.unit, outcome=self.outcome, number=self.number)


def filters_in(request: HttpRequest, document: JointDocument, lines: Sequence[Line]) -> Filters:
    """The filters of the address; what is none is left out."""
    units = {line.unit.code: line.unit for line in lines}
    unit, outcome = request.GET.get("unit", ""), request.GET.get("outcome", "")
    number = number_in(request.GET, "round")
    return Filters(
        unit=unit if unit in units else "",
        outcome=outcome if outcome in OUTCOMES else "",
        number=number if number > 0 else None,
        units=list(units.values()),
        rounds=sorted({line.round.number for line in lines}, reverse=True),
    )


def paged(request: HttpRequest, lines: Sequence[Line], *, around: str | None = None) -> Page:
    """One page of the table: the one asked for, or the one on which a given opinion stands."""
    paginator = Paginator(lines, ON_PAGE)
    wanted = {around, request.GET.get("at")}
    at = next((n for n, line in enumerate(lines) if line.opinion and wanted & _names_of(line.opinion)), None)
    return paginator.get_page(request.GET.get("page") if at is None else at // ON_PAGE + 1)


def _names_of(opinion: Opinion) -> set[str]:
    return {str(opinion.pk), str(opinion.public_id)}


@require_GET
@document_page
def opinions(request: HttpRequest, document: JointDocument) -> HttpResponse:
    """The table as the acting unit may read it, or one of its two files."""
    rounds = table.rounds_of(document)
    lines = table.lines_of(document, request.actor, rounds)
    filters = filters_in(request, document, lines)
    shown = filters.of(lines)
    if request.GET.get("format") == "xlsx":
        return exporting.workbook(shown)
    if request.GET.get("format") == "docx":
        return exporting.word_file(document, shown)
    counts = {name: len(table.filtered(lines, outcome=name)) for name in OUTCOMES}
    page = paged(request, shown)
    table.with_changes(line.opinion for line in page)
    context = {
        "document": document,
        "page": page,
        "filters": filters,
        "counts": [(name, OUTCOMES[name], count) for name, count in counts.items() if count],
        "is_open": any(held.closed_at is None for held in rounds),
        "can_decide": rules.DECIDE.is_open(request.actor, document),
        "can_urge": supervision.can_urge(request.actor, document.matter),
        "can_reply": rules.REPLY.is_open(request.actor, document),
    }
    return render(request, "documents/opinion_table.html", context)
