"""Versions of the text, one by one and against each other."""

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from collaboration.documents.comparison import compare
from collaboration.documents.models import JointDocument, Version
from collaboration.documents.text.canonical import readable_groups
from collaboration.documents.views.finding import document_page, number_in
from collaboration.documents.workflow.versions import wording_of


@require_GET
@document_page
def version(request: HttpRequest, document: JointDocument, number: int) -> HttpResponse:
    """One version as it reads, with its digests."""
    found = get_object_or_404(_versions(request, document), number=number)
    context = {
        "document": document,
        "version": found,
        "sha256": readable_groups(found.content_hash),
        "sm3": readable_groups(found.content_hash_sm3),
    }
    return render(request, "documents/version.html", context)


@require_GET
@document_page
def difference(request: HttpRequest, document: JointDocument) -> HttpResponse:
    """Two versions against each other; without numbers the last two."""
    versions = [one for one in _versions(request, document) if not one.is_purged]
    if not versions:
        raise Http404
    numbers = {one.number: one for one in versions}
    new = numbers.get(number_in(request.GET, "to"), versions[-1])
    earlier = [one for one in versions if one.number < new.number]
    old = numbers.get(number_in(request.GET, "from"), earlier[-1] if earlier else new)
    changes = compare(wording_of(old).blocks, wording_of(new).blocks)
    context = {
        "document": document,
        "versions": versions,
        "old": old,
        "new": new,
        "changes": changes,
        "is_changed": any(change.kind != "same" for change in changes) or old.title != new.title,
    }
    return render(request, "documents/compare.html", context)


def _versions(request: HttpRequest, document: JointDocument) -> QuerySet[Version]:
    return Version.objects.visible_to(request.actor).filter(document=document).select_related("author")
