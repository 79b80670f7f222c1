"""Upload by parts: begun with name, length and digest; parts as they come, each once; then finished, or given up."""

import json
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from collaboration.casefiles import storing
from collaboration.casefiles.models import Unfinished
from collaboration.casefiles.vault import PIECE, pieces_in
from collaboration.casefiles.views.finding import back_to, matter_page, upload_page
from collaboration.errors import WorkflowError
from collaboration.matters import pages
from collaboration.matters.models import Matter
from tenants.jobs import memory

TIDIED = 16  # parts


def _in_words(error: WorkflowError) -> JsonResponse:
    return JsonResponse({"error": str(error)}, status=422)


@require_POST
@matter_page
def begin(request: HttpRequest, matter: Matter) -> HttpResponse:
    """Begin an upload, or go on with one that was cut off; tells which part is next."""
    try:
        given: dict[str, Any] = json.loads(request.body)
        wanted = {"name": str(given["name"]), "size": int(given["size"]), "sha256": str(given["sha256"])}
        about = str(given.get("about", ""))[:60].replace("\0", "")
        upload = storing.begin(request.actor, matter, about=about, **wanted)
    except (ArithmeticError, ValueError, KeyError, TypeError, RecursionError):
        return JsonResponse({"error": _("The file could not be read; choose it again.")}, status=400)
    except WorkflowError as error:
        return _in_words(error)
    told = {"upload": str(upload.pk), "next": upload.parts, "parts": pieces_in(upload.size), "piece": PIECE}
    return JsonResponse(told)


@require_POST
@upload_page
def part(request: HttpRequest, upload: Unfinished, index: int) -> HttpResponse:
    """Take in one part: the bare bytes."""
    try:
        told = storing.append(upload, index, request.body)
    except WorkflowError as error:
        return _in_words(error)
    if index % TIDIED == TIDIED - 1:
        memory.give_back()  # bodies of requests wait for the collector, and the library keeps their room
    return JsonResponse({"next": told})


@require_POST
@upload_page
def finish(request: HttpRequest, upload: Unfinished) -> HttpResponse:
    """Hold the whole against its digest and keep it."""
    try:
        file = storing.finish(request.actor, upload)
    except WorkflowError as error:
        return _in_words(error)
    return JsonResponse({"file": file.get_absolute_url(), "sha256": file.sha256})


@require_POST
@upload_page
def drop(request: HttpRequest, upload: Unfinished) -> HttpResponse:
    """Give it up."""
    storing.drop(upload)
    return HttpResponse(status=204)


@require_POST
@matter_page
def small(request: HttpRequest, matter: Matter) -> HttpResponse:
    """A small file by an ordinary form, for browsers without scripts."""
    sent = request.FILES.get("file")
    try:
        if sent is None:
            raise WorkflowError(_("Choose a file first."))
        storing.keep(request.actor, matter, name=sent.name or "", stream=sent.file)
    except WorkflowError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The file was added; it is being checked."))
    return redirect(back_to(matter))


@require_POST
@matter_page
def hand_over(request: HttpRequest, matter: Matter) -> HttpResponse:
    """Hand all files that only the own unit sees to the other side, at once."""
    with pages.told(request, _("Handed over; the other side can open them.")):
        storing.hand_over(request.actor, matter)
    return redirect(back_to(matter))
