"""Beside a document: its text as it reads on any day, and what its units say about it."""

import datetime
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.http import http_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from collaboration.publication import body, presentation
from collaboration.publication.consolidating import editions, passages
from collaboration.publication.models import Interpretation, PublishedDocument
from collaboration.publication.validity import current_change
from collaboration.publication.views import crumbs, published, tombstone


@published
def consolidated(request: HttpRequest, document: PublishedDocument) -> HttpResponse:
    """The text as it reads on a day (today), every changed paragraph with its source and what it read before."""
    found = editions(document)
    if not found:
        raise Http404
    on = _day(request.GET.get("on", "")) or timezone.localdate()
    rows = []
    for one in passages(document, on):
        source = one.change.source if one.change else None
        site = presentation.site_showing(source, request.tenant) if source else None
        part = next(body.parts([one.block]))
        rows.append((one, part, presentation.page_address(site, source) if site and source else ""))
    context = {
        "document": document,
        "on": on,
        "editions": found,
        "rows": rows,
        "change": current_change(document, on),
        "crumbs": crumbs((document.title, document.get_absolute_url()), (_("Consolidated text"), "")),
    }
    response = render(request, "publication/consolidated.html", context)
    response["Last-Modified"] = http_date(max(one.noted_at for one in found).timestamp())
    return response


def _day(text: str) -> datetime.date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None


@require_safe
def interpretation(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One interpretation, as long as its document is public; an earlier form names the one that corrects it."""
    found = get_object_or_404(
        Interpretation.objects.select_related("document").exclude(title=""), pk=public_id,
        document__publications__tenant=request.tenant,
    )  # fmt: skip
    document = found.document
    if document.purged_at or document.taken_down_at:
        return tombstone(request, document)
    context = {
        "interpretation": found,
        "newer": getattr(found, "replaced_by", None),
        "document": document,
        "paragraphs": [line for line in found.text.splitlines() if line.strip()],
        "crumbs": crumbs((document.title, document.get_absolute_url()), (_("Interpretation"), "")),
    }
    response = render(request, "publication/interpretation.html", context)
    response["Last-Modified"] = http_date(found.published_at.timestamp())
    return response
