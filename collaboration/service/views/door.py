"""The page for the phone at the door. With a connection or without: what is sent twice is there once."""

from typing import Any
from uuid import UUID, uuid4, uuid5

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from collaboration.errors import WorkflowError
from collaboration.service import evidence, reading, rules
from collaboration.service.forms import AttemptForm, ExhibitForm
from collaboration.service.models import Exhibit, Service
from collaboration.service.terms import legal_days
from collaboration.service.views.finding import has_opened, step_page
from collaboration.service.views.phone import asked_of
from collaboration.service.workflow import serving
from collaboration.service.workflow.serving import Evidence, Told
from tenants.identity.actor import Actor

JSON = "application/json"


@require_http_methods(["GET", "POST"])
@step_page(rules.SERVE)
def door(request: HttpRequest, service: Service) -> HttpResponse:
    """The form for one attempt; answers a script in JSON."""
    wants_json = request.method == "POST" and request.get_preferred_type(["text/html", JSON]) == JSON
    allowed = list(service.request.answers.get("manners") or [])
    if request.method == "GET":
        form = AttemptForm(allowed=allowed, initial={"key": uuid4(), "happened_at": timezone.localtime()})
        return _page(request, service, form)
    try:
        refused = {} if wants_json else _take_files(request, service)
        exhibits = _handed_in(request.actor, service, request.POST.get("key", ""))
        form = AttemptForm(request.POST, allowed=allowed, exhibits=exhibits)
        if form.is_valid() and not refused:
            serving.tell(request.actor, service, _told(form))
        else:
            form.missing_exhibits |= refused
            return _errors(form) if wants_json else _page(request, service, form, status=422)
    except WorkflowError as error:
        if wants_json:
            return JsonResponse({"words": str(error), "errors": {}}, status=409)
        messages.error(request, str(error))
        return redirect(service)
    if wants_json:
        return JsonResponse({"sent": True})
    messages.success(request, _("Recorded; the entrusting unit was told."))
    return redirect(service)


@require_POST
@step_page(rules.SERVE)
def hand_in(request: HttpRequest, service: Service) -> HttpResponse:
    """One picture, video or scan from the phone, before its attempt is told; ``wanted`` while its file is not here."""
    form = ExhibitForm(request.POST)
    if not form.is_valid():
        return _errors(form)
    given = form.cleaned_data
    file = evidence.find(request.actor, service, given["sha256"])
    if file is None:
        return JsonResponse({"wanted": True})
    try:
        about = Evidence(given["key"], given["attempt_key"], given["sort"], file, given["taken_at"])
        serving.hand_in(request.actor, service, about)
    except WorkflowError as error:
        return JsonResponse({"words": str(error), "errors": {given["sort"]: [str(error)]}}, status=422)
    return JsonResponse({"sent": True})


def _take_files(request: HttpRequest, service: Service) -> dict[str, str]:
    """The files of a form that came without the script; what is wrong with one, by its sort."""
    try:
        attempt_key = UUID(request.POST.get("key", ""))
    except ValueError:
        return {}
    refused = {}
    for sort in Exhibit.Sort:
        for number, file in enumerate(request.FILES.getlist(sort)):
            key = uuid5(attempt_key, f"{sort}{number}{file.name}{file.size}")
            try:
                kept = evidence.keep(
                    request.actor, service, name=file.name or "", stream=file.file, size=file.size or 0
                )
                serving.hand_in(request.actor, service, Evidence(key, attempt_key, sort, kept))
            except WorkflowError as error:
                refused[str(sort)] = str(error)
    return refused


def _handed_in(actor: Actor, service: Service, key: str) -> list[str]:
    try:
        return list(evidence.standing(actor, service, UUID(key)))
    except ValueError:
        return []


def _told(form: AttemptForm) -> Told:
    given = form.cleaned_data
    return Told(
        key=given["key"],
        manner=given["manner"],
        result=given["result"],
        happened_at=given["happened_at"],
        failure=given.get("failure", ""),
        confidential=form.confidential,
    )


def _errors(form: Any) -> JsonResponse:
    errors = {name: [str(word) for word in words] for name, words in form.errors.items() if name != "__all__"}
    errors |= {sort: [words] for sort, words in getattr(form, "missing_exhibits", {}).items()}
    return JsonResponse({"words": _("Something is missing or wrong."), "errors": errors}, status=422)


def _page(request: HttpRequest, service: Service, form: AttemptForm, *, status: int = 200) -> HttpResponse:
    is_open = has_opened(request, service)
    context = {
        **asked_of(service, form),
        "is_open": is_open,
        "recipient": reading.recipient_shown(service) if is_open else {},
        **legal_days(service),
    }
    return render(request, "service/door.html", context, status=status)
