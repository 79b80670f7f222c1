"""The text is read for mistakes before it is sent; corrections become a new version."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from collaboration.document_templates.models import TemplateVersion
from collaboration.documents import rules
from collaboration.documents.from_template import with_part
from collaboration.documents.models import JointDocument
from collaboration.documents.proofreading.findings import Excerpt, Finding, Place, corrected, excerpt, passages
from collaboration.documents.proofreading.sentences import sentence
from collaboration.documents.views.finding import number_in, step_page
from collaboration.documents.wording import Wording
from collaboration.documents.workflow import drafting
from collaboration.documents.workflow.readiness import findings_in
from collaboration.documents.workflow.versions import wording_of
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


@dataclass(frozen=True)
class Group:
    """The findings of one sort; ``certain`` of them have a correction."""

    code: str
    rows: list[Row]
    certain: int
    blocks: bool


@require_http_methods(["GET", "POST"])
@step_page(rules.EDIT)
def page(request: HttpRequest, document: JointDocument) -> HttpResponse:
    """Show every finding at its place; make the chosen corrections."""
    version = upcoming(document)
    wording = wording_of(version)
    findings = findings_in(document, wording)
    error = ""
    if request.method == "POST":
        try:
            _correct(request, document, wording, _chosen(request.POST, findings))
        except WorkflowError as refused:
            error = str(refused)
        else:
            return redirect("documents:proofread", document.public_id)
    context = {
        "document": document,
        "version": version,
        **shown(findings, wording, reverse("documents:write", args=[document.public_id])),
        "error": error,
    }
    return render(request, "documents/proofread.html", context, status=409 if error else 200)


def _chosen(data: QueryDict, findings: list[Finding]) -> list[Finding]:
    """One alone, all of a sort, or those that are ticked."""
    if "only" in data:
        return [one for one in findings if one.key == data["only"]]
    if "sort" in data:
        return [one for one in findings if one.code == data["sort"] and one.correction is not None]
    return [one for one in findings if one.key in data.getlist("finding")]


def shown(findings: list[Finding], wording: Wording, address: str) -> dict[str, Any]:
    """What the pages read that show findings; each leads to its place on the page of this address."""
    rows = _rows(wording, findings, address)
    groups: dict[str, list[Row]] = {}
    for row in sorted(rows, key=lambda row: not row.finding.blocks):
        groups.setdefault(row.finding.code, []).append(row)
    return {
        "rows": rows,
        "groups": [
            Group(code, of_code, sum(row.finding.correction is not None for row in of_code), of_code[0].finding.blocks)
            for code, of_code in groups.items()
        ],
        "certain": sum(one.correction is not None for one in findings),
        "hindering": [row for row in rows if row.finding.blocks],
    }


def _correct(request: HttpRequest, document: JointDocument, wording: Wording, chosen: list[Finding]) -> None:
    part = request.POST.get("part", "")
    template = TemplateVersion.objects.filter(pk=document.template_id).first() if part else None
    if template:
        better, note = with_part(wording, template, part), _("Added from the template: %(part)s") % {"part": part}
    elif chosen:
        words = ngettext("Proofreading: %(count)d correction", "Proofreading: %(count)d corrections", len(chosen))
        better, note = corrected(wording, chosen), words % {"count": len(chosen)}
    else:
        raise WorkflowError(_("Choose at least one correction. The text may have changed: look at the findings again."))
    saved = drafting.save_version(
        request.actor,
        document,
        revision=number_in(request.POST, "revision"),
        title=better.title,
        title_lines=better.title_lines,
        recipients=better.recipients,
        blocks=better.blocks,
        note=note[:200],
    )
    messages.success(request, _("Saved as version %(number)s.") % {"number": saved.number})


def _rows(wording: Wording, findings: list[Finding], address: str) -> list[Row]:
    texts = dict(passages(wording))
    numbers = {block.id: number for number, block in enumerate(wording.blocks, start=1)}
    return [
        Row(
            one,
            sentence(one),
            excerpt(one, texts[one.place]) if one.place else None,
            numbers.get(one.place.part) if one.place else None,
            f"{address}#{_anchor(one.place, numbers)}",
        )
        for one in findings
    ]


def _anchor(place: Place | None, numbers: dict[str, int]) -> str:
    if place is None:
        return ""
    return f"b{place.part}" if place.part in numbers else place.part
