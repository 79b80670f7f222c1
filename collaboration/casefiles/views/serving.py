"""Files are handed out: only by these views, only to who sees them, only as a download; openings are recorded."""

import re
from datetime import timedelta

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from collaboration.casefiles import checking, contents, drawing, opening, storing
from collaboration.casefiles.models import CaseFile, State
from collaboration.casefiles.views.finding import back_to, file_page
from collaboration.matters import confidences, pages

RANGE = re.compile(r"bytes=([0-9]{0,15})-([0-9]{0,15})")
PLAYABLE = {"video/mp4", "video/webm", "audio/mpeg", "audio/mp4", "audio/wav"}
PLAYED = {*contents.VIDEO.values(), *contents.SOUND.values()}
STRICT_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "private, no-store",
}


@require_GET
@file_page
def page(request: HttpRequest, file: CaseFile) -> HttpResponse:
    """One file: what it is, its digest in groups, pictures of its first pages, or a player."""
    context = {
        "file": file,
        "name": opening.name_of(file),
        "previews": file.previews.all() if file.is_open else [],
        "is_awaited": drawing.is_awaited(file),
        "duration": str(timedelta(seconds=file.facts.get("seconds", 0))),
        "is_played": file.is_open and file.media_type in PLAYABLE,
        "is_video": file.media_type.startswith("video/"),
        "kind": contents.KINDS.get(file.media_type, file.media_type),
        "finding": contents.WHY.get(file.finding, ""),
        "can_ask": opening.can_ask_for_check(request.actor, file),
        "can_remove": opening.can_remove(request.actor, file),
        "back": back_to(file.matter),
    }
    return render(request, "casefiles/file.html", context)


@require_GET
@file_page
def content(request: HttpRequest, file: CaseFile) -> HttpResponse:
    """The bytes, whole or in part; recorded once in a while for each person."""
    if not file.is_open:
        raise Http404
    try:
        locked, name = storing.locked_of(file), opening.name_of(file)
    except confidences.Erased as error:
        raise Http404 from error
    start, end = _range(request.headers.get("Range", ""), file.size)
    if start >= end:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{file.size}"})
    opening.note(request.actor, file)
    is_part = "Range" in request.headers
    headers = STRICT_HEADERS | {
        "Content-Disposition": content_disposition_header(True, name) or "attachment",
        "Content-Length": str(end - start),
        "Accept-Ranges": "bytes",
    }
    if is_part:
        headers["Content-Range"] = f"bytes {start}-{end - 1}/{file.size}"
    media_type = file.media_type if file.media_type in PLAYED else "application/octet-stream"
    pieces = locked.between(start, end)
    return StreamingHttpResponse(pieces, status=206 if is_part else 200, content_type=media_type, headers=headers)


def _range(asked: str, size: int) -> tuple[int, int]:
    """From where up to where; of several ranges, or nonsense, the whole."""
    found = RANGE.fullmatch(asked.strip()) if asked else None
    if not found or not any(found.groups()):
        return 0, size
    first, last = found.groups()
    if not first:
        return max(0, size - int(last)), size
    return int(first), min(size, int(last) + 1) if last else size


@require_GET
@file_page
def preview(request: HttpRequest, file: CaseFile, number: int) -> HttpResponse:
    """The picture of a page, made by us."""
    found = get_object_or_404(file.previews, number=number) if file.is_open else None
    if found is None:
        raise Http404
    found.file = file
    try:
        picture = b"".join(checking.preview_of(found).pieces())
    except confidences.Erased as error:
        raise Http404 from error
    opening.note(request.actor, file)
    return HttpResponse(picture, content_type="image/png", headers=STRICT_HEADERS)


@require_POST
@file_page
def remove(request: HttpRequest, file: CaseFile) -> HttpResponse:
    """Take back a file that the other side has not been handed."""
    with pages.told(request, _("The file was removed.")):
        opening.remove(request.actor, file)
    return redirect(back_to(file.matter))


@require_POST
@file_page
def check(request: HttpRequest, file: CaseFile) -> HttpResponse:
    """Ask once more for a check that does not come."""
    with pages.told(request, _("Asked for again; the result appears here.")):
        opening.ask_for_check(request.actor, file)
    return redirect(file)


@require_GET
@file_page
def state(request: HttpRequest, file: CaseFile) -> HttpResponse:
    """How far the check of a file is; the page asks until it is over."""
    status = 200 if file.state == State.WAITING else 286  # htmx stops asking
    context = {"one": storing.Listed(file, opening.name_of(file))}
    return render(request, "casefiles/_file.html", context, status=status)
