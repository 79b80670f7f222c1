"""Two versions against each other, as the person wants to see it: by characters or words, inline or side by side."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from collaboration.documents.comparing.pieces import By
from collaboration.documents.comparison import Comparison, compare_texts
from collaboration.documents.exporting import WORD
from collaboration.documents.models import JointDocument, Version
from collaboration.documents.views.finding import document_page, number_in
from collaboration.documents.views.versions import download, marked_as_copy, versions_for
from collaboration.documents.wording import Wording
from collaboration.documents.workflow.last_word import last_known
from collaboration.documents.workflow.versions import wording_of

KNOWN = "known"  # instead of a number: what the own unit last had its word on


@dataclass(frozen=True)
class Way:
    """How a comparison is shown; whatever the address does not say stays as it is for most people."""

    by: By = By.CHARACTERS
    is_beside: bool = False
    is_whole: bool = True

    @classmethod
    def asked(cls, data: QueryDict) -> "Way":
        """From the address of the page."""
        by = By.WORDS if data.get("by") == By.WORDS else By.CHARACTERS
        return cls(by, data.get("view") == "beside", data.get("show") != "changes")


@dataclass(frozen=True)
class Pair:
    """What is compared, and everything it may be compared with."""

    versions: list[Version]
    old: Version
    new: Version
    known: Version | None


@require_GET
@document_page
def difference(request: HttpRequest, document: JointDocument) -> HttpResponse:
    """Two versions against each other; without numbers the last two."""
    pair, way = _pair(request, document), Way.asked(request.GET)
    context = {
        "document": document,
        "versions": pair.versions,
        "old": pair.old,
        "new": pair.new,
        "known": pair.known,
        "is_of_known": request.GET.get("from") == KNOWN and pair.known is not None,
        **shown(compare_texts(wording_of(pair.old), wording_of(pair.new), way.by), way),
    }
    return render(request, "documents/compare.html", context)


@require_GET
@document_page
def marked(request: HttpRequest, document: JointDocument) -> HttpResponse:
    """The same as a Word file with tracked changes."""
    pair = _pair(request, document)
    comparison = compare_texts(wording_of(pair.old), wording_of(pair.new), Way.asked(request.GET).by)
    name = f"{pair.new.title} v{pair.old.number}-v{pair.new.number}.docx"
    return marked_download(request, document, comparison, wording_of(pair.new), name)


def marked_download(
    request: HttpRequest, document: JointDocument, comparison: Comparison, new: Wording, name: str
) -> HttpResponse:
    """A marked copy in the name of the unit that asks for it."""
    from collaboration.documents.comparing.marked_copy import Author, marked_copy  # few processes ever write one

    author = Author(request.actor.unit.display_name, timezone.now())
    content = marked_copy(comparison, title=new.title, recipients=new.recipients, author=author)
    return download(marked_as_copy(request, document, content), name, WORD)


def shown(comparison: Comparison, way: Way) -> dict[str, Any]:
    """What the template of a comparison reads."""
    return {
        "way": way,
        "comparison": comparison,
        "counts": dict(comparison.counts),
        "changes": [one for one in comparison.blocks if way.is_whole or one.kind != "same"],
        "is_changed": not comparison.is_empty,
    }


def _pair(request: HttpRequest, document: JointDocument) -> Pair:
    versions = [one for one in versions_for(request, document) if not one.is_purged]
    if not versions:
        raise Http404
    numbers = {one.number: one for one in versions}
    new = numbers.get(number_in(request.GET, "to"), versions[-1])
    earlier = [one for one in versions if one.number < new.number]
    known = last_known(request.actor.unit, document, new)
    known = numbers.get(known.number) if known else None
    old = numbers.get(number_in(request.GET, "from"), earlier[-1] if earlier else new)
    if request.GET.get("from") == KNOWN and known:
        old = known
    return Pair(versions, old, new, known)
