"""Versions of the text, to read, to print and to take along."""

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from collaboration.documents import marking, rules
from collaboration.documents.exporting import TYPES, file_of
from collaboration.documents.models import JointDocument, Version
from collaboration.documents.text.canonical import readable_groups
from collaboration.documents.views.finding import document_page
from collaboration.documents.workflow.working import upcoming


@require_GET
@document_page
def version(request: HttpRequest, document: JointDocument, number: int) -> HttpResponse:
    """One version as it reads, with its digests."""
    found = get_object_or_404(versions_for(request, document), number=number)
    context = {
        "document": document,
        "version": found,
        "sha256": readable_groups(found.content_hash),
        "sm3": readable_groups(found.content_hash_sm3),
    }
    return render(request, "documents/version.html", context)


@require_GET
@document_page
def file(request: HttpRequest, document: JointDocument, number: int, form: str) -> HttpResponse:
    """The clean copy of a version, as Word or text."""
    found = readable(request, document, number)
    content = file_of(document, found, form)
    if form == "docx":
        content = marked_as_copy(request, document, content)
    return download(content, f"{found.title} v{number}.{form}", TYPES[form])


def marked_as_copy(request: HttpRequest, document: JointDocument, word: bytes) -> bytes:
    """A Word file of what is not public says on every page whose copy it is and from when."""
    from collaboration.documents.text.word.watermark import with_watermark  # few processes ever write one

    mark = marking.of(document)
    return word if mark is marking.Mark.PUBLIC else with_watermark(word, marking.watermark(request.actor, mark))


def download(content: bytes, name: str, content_type: str) -> HttpResponse:
    """A file to keep, under a name that people recognise."""
    headers = {"Content-Disposition": content_disposition_header(True, name) or "attachment"}
    return HttpResponse(content, content_type=content_type, headers=headers)


def readable(request: HttpRequest, document: JointDocument, number: int) -> Version:
    """A version with words; for those who write on the text also the one that would be cut now."""
    if found := versions_for(request, document).exclude(title="").filter(number=number).first():
        return found
    if rules.EDIT.is_open(request.actor, document) and (next_one := upcoming(document)).number == number:
        return next_one
    raise Http404


def versions_for(request: HttpRequest, document: JointDocument) -> QuerySet[Version]:
    """The versions of the document that exist for the person."""
    return Version.objects.visible_to(request.actor).filter(document=document).select_related("author")
