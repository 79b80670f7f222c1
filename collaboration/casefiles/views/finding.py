"""How pages find a matter and its files."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from collaboration.casefiles.models import CaseFile, Unfinished
from collaboration.casefiles.rules import holds_files, works_on
from collaboration.matters.models import Matter
from collaboration.matters.telling import address_of
from tenants.identity.access import acting_required

View = Callable[..., HttpResponse]


def matter_page(view: View) -> View:
    """A page on the files of a matter, for those who work on it; to everybody else it does not exist."""

    @acting_required
    @wraps(view)
    def guarded(request: HttpRequest, matter: UUID, **kwargs: Any) -> HttpResponse:
        found = get_object_or_404(Matter.objects.visible_to(request.actor), public_id=matter)
        if not holds_files(found) or not works_on(request.actor, found):
            raise Http404
        return view(request, found, **kwargs)

    return guarded


def file_page(view: View) -> View:
    """A page on one file that the person may see."""

    @acting_required
    @wraps(view)
    def guarded(request: HttpRequest, public_id: UUID, **kwargs: Any) -> HttpResponse:
        visible = CaseFile.objects.visible_to(request.actor).select_related("matter", "unit")
        return view(request, get_object_or_404(visible, public_id=public_id), **kwargs)

    return guarded


def upload_page(view: View) -> View:
    """An address for one upload under way, for the person at it alone."""

    @acting_required
    @wraps(view)
    def guarded(request: HttpRequest, public_id: UUID, **kwargs: Any) -> HttpResponse:
        visible = Unfinished.objects.visible_to(request.actor).select_related("matter")
        return view(request, get_object_or_404(visible, pk=public_id), **kwargs)

    return guarded


def back_to(matter: Matter) -> str:
    """The page of the matter, where its files stand."""
    return f"{address_of(matter)}#files"
