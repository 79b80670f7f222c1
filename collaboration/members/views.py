"""Pages for the administrators of a unit."""

from collections.abc import Callable
from functools import partial
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from collaboration.errors import WorkflowError
from collaboration.members import reading, rules, workflow
from collaboration.members.forms import ClearanceForm, EndForm, FirstAdministratorForm, InviteForm, MemberForm
from tenants.identity.access import role_required
from tenants.identity.models import Invitation, Membership
from tenants.identity.roles import Role
from tenants.identity.signatories import without_signatory
from tenants.units.models import Unit

administration = role_required(Role.UNIT_ADMINISTRATOR, Role.SECURITY_ADMINISTRATOR)
administrator = role_required(Role.UNIT_ADMINISTRATOR)


def _one(request: HttpRequest, public_id: UUID) -> Membership:
    people = Membership.objects.filter(unit=request.actor.unit).select_related("user", "unit", "department")
    return get_object_or_404(people, public_id=public_id)


def _try(request: HttpRequest, step: Callable[[], object], done: str) -> bool:
    """Take a step, and say what came of it."""
    try:
        step()
    except WorkflowError as error:
        messages.error(request, str(error))
        return False
    messages.success(request, done)
    return True


def _try_and_return(request: HttpRequest, step: Callable[[], int], done: str) -> bool:
    """Take a step that may leave work behind, and say how much of it went back to the unit."""
    try:
        returned = step()
    except WorkflowError as error:
        messages.error(request, str(error))
        return False
    steps = ngettext("%d waiting step went back to the unit.", "%d waiting steps went back to the unit.", returned)
    messages.success(request, f"{done} {steps % returned}" if returned else done)
    return True


@require_GET
@administration
def members(request: HttpRequest) -> HttpResponse:
    """Everybody who belongs to the unit, and who is invited."""
    now, unit = timezone.now(), request.actor.unit
    people = list(Membership.objects.filter(unit=unit).select_related("user", "department").order_by("user__username"))
    context = {
        "current": [one for one in people if rules.holds(one)],
        "former": [one for one in people if not rules.holds(one)],
        "invitations": reading.open_invitations(unit, show_links=settings.DEMO),
        "factors": reading.second_factors(people),
        "may_invite": rules.administers(request.actor, unit),
        "unheld": reading.unheld(request.actor),
        "lacks_signatory": bool(without_signatory([unit])),
        "has_units_below": unit.children.open().exists(),
        "now": now,
    }
    return render(request, "members/list.html", context)


@administrator
def invite(request: HttpRequest) -> HttpResponse:
    """Invite somebody into the unit."""
    unit = request.actor.unit
    form = InviteForm(request.POST or None, unit=unit)
    if form.is_valid() and _try(
        request,
        lambda: workflow.invite(request.actor, unit, **{"department": None, **form.cleaned_data}),
        _("The invitation was sent."),
    ):
        return redirect("members:list")
    return render(request, "members/invite.html", {"form": form, "unit": unit})


@require_POST
@administrator
def revoke(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Take an invitation back."""
    invitation = get_object_or_404(Invitation, public_id=public_id)
    _try(request, lambda: workflow.revoke(request.actor, invitation), _("The invitation was withdrawn."))
    return redirect("members:list" if invitation.unit_id == request.actor.unit.pk else "members:below")


@administration
def member(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One member: what they may do, and what happened to that."""
    one = _one(request, public_id)
    initial = {"roles": one.roles, "department": one.department_id, "until": one.valid_until}
    form = MemberForm(request.POST or None, unit=one.unit, initial=initial)
    if form.is_valid() and _try_and_return(
        request,
        lambda: workflow.change(request.actor, one, **{"department": None, **form.cleaned_data}),
        _("The membership was changed with immediate effect."),
    ):
        return redirect("members:member", public_id)
    context = {
        "member": one,
        "form": form,
        "end_form": EndForm(),
        "clearance_form": ClearanceForm(initial={"clearance": one.clearance}),
        "can_change": rules.can_change(request.actor, one),
        "can_end": rules.can_end(request.actor, one),
        "can_guard": rules.can_guard(request.actor, one),
        "factors": reading.second_factors([one]).get(one.user_id, []),
        "history": reading.history_of(one),
    }
    return render(request, "members/member.html", context)


@require_POST
@administration
def clear(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Set a member's clearance."""
    one, form = _one(request, public_id), ClearanceForm(request.POST)
    if form.is_valid():
        clearance = form.cleaned_data["clearance"]
        step = partial(workflow.clear, request.actor, one, clearance=clearance)
        _try_and_return(request, step, _("The clearance was changed."))
    return redirect("members:member", public_id)


def _end(request: HttpRequest, one: Membership, back: str) -> HttpResponse:
    form = EndForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Say why the membership ends."))
        return redirect(back)
    step = partial(workflow.end, request.actor, one, reason=form.cleaned_data["reason"])
    _try_and_return(request, step, _("The membership has ended, and every session of the person with it."))
    return redirect(back)


@require_POST
@administrator
def end(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """End a membership, with a reason."""
    return _end(request, _one(request, public_id), "members:list")


@require_POST
@administration
def end_sessions(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Sign a member out everywhere."""
    one = _one(request, public_id)
    _try(request, lambda: workflow.end_sessions(request.actor, one), _("All sessions of this member were ended."))
    return redirect("members:member", public_id)


@require_POST
@administration
def reset_factors(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Remove a member's lost second factor."""
    one = _one(request, public_id)
    done = _("The second factor was reset. The member will set up a new one at the next sign-in.")
    _try(request, lambda: workflow.reset_factors(request.actor, one), done)
    return redirect("members:member", public_id)


@require_GET
@administration
def history(request: HttpRequest) -> HttpResponse:
    """Everything that was done with the members of the unit."""
    return render(request, "members/history.html", {"history": reading.history(request.actor.unit)})


@require_GET
@administrator
def below(request: HttpRequest) -> HttpResponse:
    """The units right below, and whether each has an administrator."""
    units = reading.units_below(request.actor.unit)
    lacking = without_signatory([one.unit for one in units])
    return render(request, "members/below.html", {"units": units, "lacking": lacking, "form": EndForm()})


@administrator
def invite_first(request: HttpRequest, unit: UUID) -> HttpResponse:
    """Invite the first administrator of a unit below."""
    there = get_object_or_404(Unit.objects.open(), public_id=unit, parent=request.actor.unit)
    form = FirstAdministratorForm(request.POST or None)
    roles = [Role.UNIT_ADMINISTRATOR]
    if form.is_valid() and _try(
        request,
        lambda: workflow.invite(request.actor, there, roles=roles, **form.cleaned_data),
        _("The invitation was sent."),
    ):
        return redirect("members:below")
    return render(request, "members/invite.html", {"form": form, "unit": there})


@require_POST
@administrator
def end_below(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """End the membership of an administrator of a unit below."""
    one = reading.administrator_below(public_id)
    return _end(request, one, "members:below")
