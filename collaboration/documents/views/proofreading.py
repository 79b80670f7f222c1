"""The text is read for mistakes before it is sent; corrections become a new version."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from collaboration.documents import rules
from collaboration.documents.models import JointDocument
from collaboration.documents.proofreading.findings import Excerpt, Finding, Place, corrected, excerpt, passages
from collaboration.documents.proofreading.proofread import proofread
from collaboration.documents.proofreading.sentences import sentence
from collaboration.documents.views.finding import number_in, step_page
from collaboration.documents.wording import Wording
from collaboration.documents.workflow import drafting
from collaboration.documents.workflow.versions import issuers_of, wording_of
from collaboration.documents.workflow.working import upcoming
from collaboration.errors import WorkflowError


@dataclass(frozen=True)
class Row:
    """A finding as the page shows it; ``number`` is that of the paragraph, None for title and recipients."""

    finding: Finding
    sentence: str
    excerpt: Excerpt | None
    number: int | None
    url: str


def findings_in(document: JointDocument, wording: Wording) -> list[Finding]:
    """What a careful reader would mark in this text of the document."""
    return proofread(document.kind, wording, [issuer["name"] for issuer in issuers_of(document)])


@require_http_methods(["GET", "POST"])
@step_page(rules.EDIT)
def page(request: HttpRequest, document: JointDocument) -> HttpResponse:
    """Show every finding at its place; make the chosen corrections."""
    version = upcoming(document)
    wording = wording_of(version)
    findings = findings_in(document, wording)
    error = ""
    if request.method == "POST":
        chosen = [one for one in findings if one.key in request.POST.getlist("finding")]
        try:
            _correct(request, document, wording, chosen)
        except WorkflowError as refused:
            error = str(refused)
        else:
            return redirect("documents:proofread", document.public_id)
    context = {
        "document": document,
        "version": version,
        "rows": _rows(document, wording, findings),
        "certain": sum(one.correction is not None for one in findings),
        "error": error,
    }
    return render(request, "documents/proofread.html", context, status=409 if error else 200)


def _correct(request: HttpRequest, document: JointDocument, wording: Wording, chosen: list[Finding]) -> None:
    if not chosen:
        raise WorkflowError(_("Choose at least one correction. The text may have changed: look at the findings again."))
    better = corrected(wording, chosen)
    words = ngettext("Proofreading: %(count)d correction", "Proofreading: %(count)d corrections", len(chosen))
    saved = drafting.save_version(
        request.actor,
        document,
        revision=number_in(request.POST, "revision"),
        title=better.title,
        title_lines=better.title_lines,
        recipients=better.recipients,
        blocks=better.blocks,
        note=words % {"count": len(chosen)},
    )
    messages.success(request, _("Saved as version %(number)s.") % {"number": saved.number})


def _rows(document: JointDocument, wording: Wording, findings: list[Finding]) -> list[Row]:
    texts = dict(passages(wording))
    numbers = {block.id: number for number, block in enumerate(wording.blocks, start=1)}
    write = reverse("documents:write", args=[document.public_id])
    return [
        Row(
            one,
            sentence(one),
            excerpt(one, texts[one.place]) if one.place else None,
            numbers.get(one.place.part) if one.place else None,
            f"{write}#{_anchor(one.place, numbers)}",
        )
        for one in findings
    ]


def _anchor(place: Place | None, numbers: dict[str, int]) -> str:
    if place is None:
        return ""
    return f"b{place.part}" if place.part in numbers else place.part
