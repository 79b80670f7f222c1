"""The drafting editor: the page, what it saves every few seconds, and what it asks for when others wrote."""

import json
from typing import Any

from csp.decorators import csp_update
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from collaboration.documents import rules
from collaboration.documents.drafting.blocks import Refused
from collaboration.documents.drafting.changes import Change
from collaboration.documents.editing import KIND_LABELS
from collaboration.documents.models import Draft, JointDocument
from collaboration.documents.views.finding import number_in, step_page
from collaboration.documents.views.remarks import remarks_on
from collaboration.documents.views.writing_words import words
from collaboration.documents.workflow import drafting
from collaboration.documents.workflow.versions import latest
from collaboration.documents.workflow.working import draft_of
from collaboration.errors import WorkflowError
from collaboration.matters.models import Classification
from tenants.identity.actor import Actor
from tenants.realtime.presence import others_at


@require_http_methods(["GET", "POST"])
@csp_update(settings.WRITING_POLICY)
@step_page(rules.EDIT)
def write(request: HttpRequest, document: JointDocument) -> HttpResponse:
    """The working text, to be written on; a POST saves it as a version."""
    if request.method == "POST":
        return _cut(request, document)
    draft = draft_of(document)
    context = {
        "document": document,
        "draft": draft,
        "version": latest(document),
        "kinds": {kind: label for kind, label in KIND_LABELS.items() if kind != "table"},
        "remarks": remarks_on(document, draft, request.actor),
        "state": _state(request.actor, document, draft),
        "words": words(),
        "is_kept_here": document.matter.classification == Classification.ORDINARY,
    }
    return render(request, "documents/write.html", context)


def _cut(request: HttpRequest, document: JointDocument) -> HttpResponse:
    before, revision = latest(document).number, number_in(request.POST, "revision")
    note = request.POST.get("note", "")[:200]
    try:
        version = drafting.cut_version(request.actor, document, revision=revision, note=note)
    except WorkflowError as error:
        messages.error(request, str(error))
        return redirect("documents:write", document.public_id)
    if version.number == before:
        messages.info(request, _("Nothing was changed, so no new version was saved."))
    else:
        messages.success(request, _("Saved as version %(number)s.") % {"number": version.number})
    return redirect(document)


@require_POST
@step_page(rules.EDIT)
def save(request: HttpRequest, document: JointDocument) -> JsonResponse:
    """One save of the editor. 200: kept, with what others wrote meanwhile; 409: nothing kept, both texts of every
    paragraph that two people changed; 422: refused, in words."""
    try:
        change = Change.read(json.loads(request.body))
        draft, is_merged = drafting.save_draft(request.actor, document, change)
    except (Refused, ValueError):
        return JsonResponse({"error": _("What the browser sent is no text. Load the page again.")}, status=422)
    except drafting.Unfinished as unfinished:
        clashes = [vars(clash) for clash in unfinished.clashes]
        return JsonResponse({**_text(unfinished.draft), **_saved(unfinished.draft), "clashes": clashes}, status=409)
    except WorkflowError as error:
        return JsonResponse({"error": str(error)}, status=422)
    answer: dict[str, Any] = _saved(draft)
    if is_merged:
        answer |= _text(draft) | {"remarks": remarks_on(document, draft, request.actor)}
    return JsonResponse(answer)


@require_GET
@step_page(rules.EDIT)
def state(request: HttpRequest, document: JointDocument) -> JsonResponse:
    """Who else is here, and the text where it is newer than the one that the page has."""
    draft = draft_of(document)
    answer = _state(request.actor, document, draft)
    if number_in(request.GET, "revision") != draft.revision:
        answer |= _text(draft) | {"remarks": remarks_on(document, draft, request.actor)}
    return JsonResponse(answer)


def _state(actor: Actor, document: JointDocument, draft: Draft) -> dict[str, Any]:
    return {**_saved(draft), "people": [person.name for person in others_at(actor, document.public_id)]}


def _saved(draft: Draft) -> dict[str, Any]:
    at = formats.time_format(timezone.localtime(draft.saved_at), "H:i")
    return {"revision": draft.revision, "by": draft.saved_by.name, "at": at}


def _text(draft: Draft) -> dict[str, Any]:
    return {"blocks": draft.blocks, "metadata": draft.metadata}
