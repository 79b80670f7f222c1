"""How every page finds its document, and how it tells what became of a step."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render

from collaboration.documents.models import JointDocument
from collaboration.documents.rules import Rule
from collaboration.matters.pages import View, for_step
from collaboration.matters.pages import told as told
from tenants.audit.timeline import timeline
from tenants.identity.access import acting_required


def find(request: HttpRequest, public_id: UUID) -> JointDocument:
    """The document, if it exists for the person; else 404."""
    documents = JointDocument.objects.visible_to(request.actor).with_units()
    return get_object_or_404(documents, matter__public_id=public_id)


def document_page(view: View) -> View:
    """A page on one document, for everybody who sees it; the view is given the document.

    Of a purged document every page says only that it was purged, by whom, when and why.
    """

    @acting_required
    @wraps(view)
    def guarded(request: HttpRequest, public_id: UUID, **kwargs: Any) -> HttpResponse:
        document = find(request, public_id)
        return tombstone(request, document) if document.matter.is_purged else view(request, document, **kwargs)

    return guarded


def tombstone(request: HttpRequest, document: JointDocument) -> HttpResponse:
    """What is left of a purged document. An open page that asks for one of its parts is loaded anew."""
    if request.htmx:
        return HttpResponse(headers={"HX-Refresh": "true"})
    entries = timeline(document.public_id)
    order = next((entry for entry in entries if entry.act == "purged"), None)
    context = {"document": document, "entries": entries, "order": order}
    return render(request, "documents/purged.html", context, status=410)


def step_page(rule: Rule) -> Callable[[View], View]:
    """A page for one step: refused to those who may never take it, and led back while it is not time for it."""
    return for_step(rule, document_page)


def number_in(data: QueryDict, name: str, default: int = -1) -> int:
    """A small whole number that a form or address carries; anything else is the default."""
    value = data.get(name, "")
    return int(value) if value.isdecimal() and value.isascii() and len(value) < 7 else default
