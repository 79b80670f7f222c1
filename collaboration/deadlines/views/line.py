"""A unit's own arrangements: its duty roster, and who in its line hears of delays."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from collaboration.deadlines.arrangements import changes_of_roster, changes_of_steps
from collaboration.deadlines.driving import USUAL
from collaboration.deadlines.forms import EscalationForm, ShiftForm
from collaboration.deadlines.models import DutyShift, EscalationStep
from tenants.identity.access import acting_required, role_required
from tenants.identity.actor import Actor
from tenants.identity.roles import Role

KEEPERS = (Role.HANDLER, Role.SIGNATORY, Role.APPROVER, Role.LIAISON)
DECIDERS = (Role.SIGNATORY, Role.APPROVER)


@require_http_methods(["GET", "POST"])
@role_required(*KEEPERS, Role.MEMBER)
def roster(request: HttpRequest) -> HttpResponse:
    """Who is on duty from now on; whoever handles matters adds shifts."""
    may_keep = _holds(request.actor, KEEPERS)
    form = ShiftForm(request.POST or None, unit=request.actor.unit) if may_keep else None
    if request.method == "POST":
        if form is None:
            raise PermissionDenied
        form.instance.unit = request.actor.unit
        if form.is_valid():
            return _added(request, form, "deadlines:roster", _("The shift was added."))
    shifts = DutyShift.objects.filter(unit=request.actor.unit, ends_at__gt=timezone.now()).select_related("person")
    changes = changes_of_roster(request.actor.unit)
    context = {"form": form, "shifts": shifts, "now": timezone.now(), "changes": changes}
    return render(request, "deadlines/roster.html", context, status=422 if form and form.errors else 200)


@require_POST
@role_required(*KEEPERS)
def drop_shift(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a shift off the roster."""
    DutyShift.objects.filter(unit=request.actor.unit, pk=pk).delete()
    return redirect("deadlines:roster")


@require_http_methods(["GET", "POST"])
@acting_required
def escalation(request: HttpRequest) -> HttpResponse:
    """The steps by which a delay is told further up in the unit's own line."""
    if not request.actor.handles_content:
        raise PermissionDenied
    may_decide = _holds(request.actor, DECIDERS)
    form = EscalationForm(request.POST or None, unit=request.actor.unit) if may_decide else None
    if request.method == "POST":
        if form is None:
            raise PermissionDenied
        if form.is_valid():
            return _added(request, form, "deadlines:escalation", _("The step was added."))
    usual = [{"after": after, "label": EscalationStep.To(to).label} for after, to in USUAL]
    steps = EscalationStep.objects.filter(unit=request.actor.unit)
    context = {"form": form, "steps": steps, "usual": usual, "changes": changes_of_steps(request.actor.unit)}
    return render(request, "deadlines/escalation.html", context, status=422 if form and form.errors else 200)


@require_POST
@role_required(*DECIDERS)
def drop_step(request: HttpRequest, pk: int) -> HttpResponse:
    """Remove one step."""
    EscalationStep.objects.filter(unit=request.actor.unit, pk=pk).delete()
    return redirect("deadlines:escalation")


def _holds(actor: Actor, roles: tuple[Role, ...]) -> bool:
    return any(actor.has(role) for role in roles)


def _added(request: HttpRequest, form: ModelForm[Any], where: str, words: str) -> HttpResponse:
    form.save()
    messages.success(request, words)
    return redirect(where)
