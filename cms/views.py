"""Search, media and error pages of a public site."""

import mimetypes
from pathlib import PurePosixPath

from django.core.files.storage import default_storage
from django.db import connection
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cms.search import find_pages
from collaboration.publication import presentation
from collaboration.publication.search import Filters, find

FOUND_DOCUMENTS = 20
SHOWN_FOLDERS = frozenset({"images"})  # renditions; originals and files have their own views, with their own rules


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """One box over this site's joint documents and pages."""
    words = request.GET.get("q", "").strip()[:100]
    documents = list(find(request.tenant, Filters(words=words))[: FOUND_DOCUMENTS + 1]) if words else []
    for document in documents:
        document.issuer_names = presentation.issuer_names(document)
    context = {
        "words": words,
        "documents": documents[:FOUND_DOCUMENTS],
        "more_documents": len(documents) > FOUND_DOCUMENTS,
        "pages": find_pages(words),
        "crumbs": [(_("Home"), request.path.removesuffix("search/")), (_("Search"), "")],
    }
    return render(request, "cms/search.html", context)


@require_safe
def media(request: HttpRequest, name: str) -> HttpResponse:
    """A picture of this very tenant; its files of other kinds, and other tenants' files, are not found here."""
    schema, _slash, inside = name.partition("/")
    path = PurePosixPath(inside)
    if schema != connection.schema_name or ".." in path.parts or path.parts[:1] not in {(f,) for f in SHOWN_FOLDERS}:
        raise Http404
    try:
        file = default_storage.open(inside)
    except (FileNotFoundError, IsADirectoryError) as error:
        raise Http404 from error
    kind = mimetypes.guess_type(inside)[0] or "application/octet-stream"
    return FileResponse(file, content_type=kind, headers={"Cache-Control": "public, max-age=86400"})


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """Where browsers look for the emblem of what is no page, such as a PDF."""
    return redirect(static("portal/icons/emblem.svg"))


def closed(request: HttpRequest, *args: str) -> HttpResponse:
    """What Wagtail offers elsewhere and no site of ours does."""
    raise Http404


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A missing page keeps the head, the navigation and the search box of its site."""
    return render(request, "cms/404.html", status=404)
