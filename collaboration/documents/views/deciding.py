"""The drafting unit decides on what it was told: opinion by opinion, with what each would change."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from collaboration.documents import rules
from collaboration.documents.models import JointDocument, Version
from collaboration.documents.opinion_forms import NEXT, DecisionForm, PlaceForm
from collaboration.documents.opinions import table
from collaboration.documents.opinions.placing import conflicts
from collaboration.documents.opinions.table import Line
from collaboration.documents.views.finding import number_in, step_page, told
from collaboration.documents.views.opinion_table import filters_in, paged
from collaboration.documents.workflow import deciding
from collaboration.documents.workflow.working import upcoming
from collaboration.errors import WorkflowError

RIVALS_SHOWN = 5


@require_GET
@step_page(rules.DECIDE)
def decisions(request: HttpRequest, document: JointDocument) -> HttpResponse:
    """Every opinion handed in, each with its decision or a form for it."""
    return _page(request, document)


def _page(request: HttpRequest, document: JointDocument, *, tried: DecisionForm | None = None) -> HttpResponse:
    text = table.newest_text(document, request.actor)
    lines = [line for line in table.lines_of(document, request.actor, text=text) if line.opinion]
    groups = conflicts([line.place for line in lines if line.place])
    groups_of = {place.opinion.pk: group for group in groups for place in group}
    filters = filters_in(request, document, lines)
    page = paged(request, filters.of(lines), around=tried.prefix if tried else None)
    is_kept = text.version.pk is not None  # else it would be cut next: those before it are there, without a gap
    versions = list(range(1, text.version.number + is_kept))
    for line in page:
        is_tried = tried is not None and tried.prefix == str(line.opinion.pk)
        line.opinion.form = tried if is_tried else _form(line, versions)
        rivals = [one for one in groups_of.get(line.opinion.pk, []) if one.opinion is not line.opinion]
        line.opinion.rivals, line.opinion.more_rivals = rivals[:RIVALS_SHOWN], len(rivals[RIVALS_SHOWN:])
        table.with_changes([line.opinion, *(rival.opinion for rival in line.opinion.rivals)])
    undecided = sum(line.outcome == "open" for line in lines)
    context = {"document": document, "page": page, "undecided": undecided, "filters": filters, "conflicts": len(groups)}
    return render(request, "documents/decisions.html", context, status=422 if tried else 200)


def _form(line: Line, versions: list[int], data: object = None) -> DecisionForm:
    decided = getattr(line.opinion, "disposition", None)
    since = [number for number in versions if number > line.round.version.number]
    initial = {"outcome": decided.outcome, "reason": decided.reason} if decided else {}
    if decided and decided.is_applied:
        initial["version"] = str(decided.resolved_in.number) if decided.resolved_in else NEXT
    return DecisionForm(data, initial=initial, prefix=str(line.opinion.pk), versions=since)


def _line(request: HttpRequest, document: JointDocument, opinion_id: UUID) -> Line | None:
    lines = table.lines_of(document, request.actor)
    return next((line for line in lines if line.opinion and line.opinion.public_id == opinion_id), None)


def _back(document: JointDocument, opinion_id: UUID) -> HttpResponse:
    return redirect(f"{reverse('documents:decisions', args=[document.public_id])}?at={opinion_id}#o{opinion_id}")


@require_POST
@step_page(rules.DECIDE)
def decide(request: HttpRequest, document: JointDocument, opinion_id: UUID) -> HttpResponse:
    """Adopt one opinion, adopt it partly, or not."""
    line = _line(request, document, opinion_id)
    if line is None or line.opinion is None:
        return redirect("documents:decisions", document.public_id)
    versions = Version.objects.visible_to(request.actor).filter(document=document)
    form = _form(line, list(versions.values_list("number", flat=True)), request.POST)
    if not form.is_valid():
        return _page(request, document, tried=form)
    resolved_in = versions.filter(number=form.resolved_in).first() if form.resolved_in else None
    data = form.cleaned_data
    with told(request, _("The decision was saved.")):
        deciding.decide(
            request.actor,
            document,
            line.opinion,
            outcome=data["outcome"],
            reason=data["reason"],
            resolved_in=resolved_in,
        )
    return _back(document, opinion_id)


@require_POST
@step_page(rules.DECIDE)
def adopt(request: HttpRequest, document: JointDocument, opinion_id: UUID) -> HttpResponse:
    """Put the proposed wording into the text."""
    line = _line(request, document, opinion_id)
    if line is None or line.opinion is None:
        return redirect("documents:decisions", document.public_id)
    with told(request, _("The proposed wording now stands in the text.")):
        deciding.adopt(request.actor, document, line.opinion)
    return _back(document, opinion_id)


@require_http_methods(["GET", "POST"])
@step_page(rules.DECIDE)
def place(request: HttpRequest, document: JointDocument, opinion_id: UUID) -> HttpResponse:
    """Say where in the newest text an opinion belongs."""
    line = _line(request, document, opinion_id)
    if line is None or line.opinion is None:
        return redirect("documents:decisions", document.public_id)
    version = upcoming(document)
    table.with_changes([line.opinion])
    start, end = number_in(request.GET, "from"), number_in(request.GET, "to")
    form = PlaceForm(request.POST or None, version=version, block=request.GET.get("block", ""), start=start, end=end)
    if request.method == "POST" and form.is_valid():
        try:
            deciding.place_again(request.actor, document, line.opinion, **form.cleaned_data)
        except WorkflowError as error:
            form.add_error("quote", str(error))
        else:
            return _back(document, opinion_id)
    context = {"document": document, "line": line, "opinion": line.opinion, "version": version, "form": form}
    return render(request, "documents/place_opinion.html", context, status=422 if form.errors else 200)
