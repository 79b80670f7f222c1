"""One service: how far it is, each attempt with its evidence, the proof, the terms that run, what happened."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from collaboration.deadlines.lights import light_of
from collaboration.incoming.house import house
from collaboration.sealing.models import SealedFile, SealRelease
from collaboration.service import reading, rules, stopping
from collaboration.service.models import Result, Service, State
from collaboration.service.terms import legal_days
from collaboration.service.views.finding import has_opened, remember_opened, service_page, step_page
from collaboration.service.workflow import finishing, serving
from collaboration.worklist.models import Waiting
from tenants.audit.timeline import timeline

ACTIONS = {
    "serve": rules.SERVE,
    "strike": rules.STRIKE,
    "finish": rules.FINISH,
    "print": rules.PRINT,
    "take_back": rules.TAKE_BACK,
    "release": rules.RELEASE,
    "resume": rules.RESUME,
    "open": rules.READ_CONFIDENCES,
}


@require_GET
@service_page
def detail(request: HttpRequest, service: Service) -> HttpResponse:
    """Everything about one service that the acting unit may see."""
    actor, is_open = request.actor, has_opened(request, service)
    rows = list(Waiting.objects.open().filter(matter=service.pk).select_related("deadline", "unit"))
    clock = next((row.deadline for row in rows if hasattr(row, "deadline")), None)
    is_released = SealRelease.objects.filter(matter=service.matter).exists()
    can = {name: rule.is_open(actor, service) for name, rule in ACTIONS.items()}
    can["take_back"] &= not is_released
    can["release"] &= not is_released
    stopped = stopping.why_stopped(service) if is_released and service.status == State.SEALING else ""
    can["resume"] &= bool(stopped)
    deciding = finishing.deciding(service)
    context = {
        "service": service,
        "asked": service.request,
        "matter": service.matter,
        "can": can,
        "is_open": is_open,
        "recipient": reading.recipient_shown(service) if is_open else {},
        "attempts": reading.attempts_of(actor, service, may_open=is_open),
        "deciding": deciding,
        "has_served": bool(deciding and deciding.result == Result.SERVED),
        "file": SealedFile.objects.filter(matter=service.matter, state=SealedFile.State.CLOSED).first(),
        "stopped": stopped,
        "waits_for": list(dict.fromkeys(row.unit.display_name for row in rows)),
        "light": light_of(clock) if clock else None,
        "house": house(actor, service.matter, rows),
        "entries": timeline(service.public_id),
        **legal_days(service),
    }
    return render(request, "service/detail.html", context)


@require_POST
@step_page(rules.READ_CONFIDENCES)
def open_confidences(request: HttpRequest, service: Service) -> HttpResponse:
    """Open what is said of persons, and the pictures; that is recorded, and holds for a quarter of an hour."""
    serving.open_confidences(request.actor, service)
    remember_opened(request, service)
    return redirect("service:door" if request.POST.get("next") == "door" else "service:detail", service.public_id)
