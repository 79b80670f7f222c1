"""The steps of a service that need no more than a word, a reason or a confirmation."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from collaboration.assistance.models import AssistanceRequest
from collaboration.errors import WorkflowError
from collaboration.matters.pages import told
from collaboration.sealing.models import SealRelease
from collaboration.service import rules
from collaboration.service.acts import REQUEST_KIND
from collaboration.service.forms import ReleaseForm, StrikeForm
from collaboration.service.models import Result, Service
from collaboration.service.reading import content_of
from collaboration.service.views.finding import has_opened, step_page
from collaboration.service.workflow import finishing, serving
from tenants.identity.access import acting_required


@require_POST
@acting_required
def begin(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """Take the paper of a request up for serving."""
    visible = AssistanceRequest.objects.visible_to(request.actor).with_units()
    asked = get_object_or_404(visible, matter__public_id=request_id, kind_version__kind=REQUEST_KIND)
    try:
        service = serving.begin(request.actor, asked)
    except WorkflowError as error:
        messages.error(request, str(error))
        return redirect(asked)
    return redirect(service)


@require_http_methods(["GET", "POST"])
@step_page(rules.STRIKE)
def strike(request: HttpRequest, service: Service, number: int) -> HttpResponse:
    """Strike out an attempt that was told by mistake."""
    attempt = get_object_or_404(service.attempts.all(), number=number)  # of a service found by visible_to
    form = StrikeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with told(request, _("Struck out; the entrusting unit was told.")):
            serving.strike(request.actor, service, attempt, reason=form.cleaned_data["reason"])
        return redirect(service)
    return _asked(request, service, form, _("Strike out attempt %(number)d?") % {"number": number}, _("Strike out"))


@require_http_methods(["GET", "POST"])
@step_page(rules.TAKE_BACK)
def take_back(request: HttpRequest, service: Service) -> HttpResponse:
    """Take the proof back before its seal is released."""
    form = StrikeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with told(request, _("Taken back; the entrusting unit was told.")):
            finishing.take_back(request.actor, service, reason=form.cleaned_data["reason"])
        return redirect(service)
    return _asked(request, service, form, _("Take the proof of service back?"), _("Take it back"))


@require_http_methods(["GET", "POST"])
@step_page(rules.FINISH)
def finish(request: HttpRequest, service: Service) -> HttpResponse:
    """Make out the proof, or the statement that it cannot be served."""
    if request.method == "POST":
        with told(request, _("Made out; the entrusting unit was told, and the seal keeper asked.")):
            finishing.finish(request.actor, service)
        return redirect(service)
    attempt = finishing.deciding(service)
    is_served = bool(attempt and attempt.result == Result.SERVED)
    question = _("Make out the proof of service?") if is_served else _("State that it cannot be served?")
    explanation = _("It says what your unit recorded of every attempt. Afterwards the seal keeper releases the seal.")
    return _asked(request, service, None, question, _("Make it out"), explanation)


def _asked(
    request: HttpRequest, service: Service, form: StrikeForm | None, question: str, submit: str, explanation: str = ""
) -> HttpResponse:
    context = {"service": service, "form": form, "question": question, "submit": submit, "explanation": explanation}
    return render(request, "service/step.html", context, status=422 if form and form.errors else 200)


@require_http_methods(["GET", "POST"])
@step_page(rules.RELEASE)
def release(request: HttpRequest, service: Service) -> HttpResponse:
    """Read what the seal goes on, and release it with a confirmation bound to it."""
    if SealRelease.objects.filter(matter=service.matter).exists():
        messages.info(request, _("The seal was released already."))
        return redirect(service)
    subject = finishing.subject_of_release(service)
    form = ReleaseForm(request.POST or None, actor=request.actor, subject=subject)
    if request.method == "GET":
        form.initial["content_hash"] = subject.content_hash
        return _release_page(request, service, form)
    if not form.is_valid():
        return _release_page(request, service, form, status=422)
    with told(request, _("You released the seal; the portal is applying it now.")):
        shown = form.cleaned_data["content_hash"]
        finishing.release_seal(request.actor, service, content_hash=shown, prove=form.prove)
    return redirect(service)


def _release_page(request: HttpRequest, service: Service, form: ReleaseForm, *, status: int = 200) -> HttpResponse:
    content = content_of(service) if has_opened(request, service) else {}
    context: dict[str, Any] = {"service": service, "form": form, "content": content}
    return render(request, "service/release.html", context, status=status)


@require_POST
@step_page(rules.RESUME)
def resume(request: HttpRequest, service: Service) -> HttpResponse:
    """Let the sealer try again."""
    with told(request, _("The portal is trying again to apply the seal.")):
        finishing.resume(request.actor, service)
    return redirect(service)
