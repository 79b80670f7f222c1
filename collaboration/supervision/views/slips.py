"""One matter of the register of an area, and supervision slips."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from collaboration.deadlines.lights import light
from collaboration.errors import WorkflowError
from collaboration.incoming.house import house
from collaboration.matters.models import Matter
from collaboration.supervision import register, rules, workflow
from collaboration.supervision.forms import FeedbackForm, LiftForm, SendBackForm, SlipForm
from collaboration.supervision.models import Slip, State
from collaboration.worklist.models import Waiting
from tenants.audit.timeline import timeline
from tenants.identity.access import acting_required
from tenants.units.models import Unit

View = Callable[..., HttpResponse]


def _row(public_id: UUID) -> register.Row:
    row = register.row_of(public_id)
    if row is None:
        raise Http404
    return row


@require_GET
@acting_required
def registered(request: HttpRequest, matter: UUID) -> HttpResponse:
    """One matter of the register: whom it waits for in the area, and the slips about it."""
    row = _row(matter)
    units = Unit.objects.in_bulk([row.drafting_unit_id, *row.unit_ids])
    across = _other_leads(request, row)
    context = {
        "row": row,
        "drafting_unit": units[row.drafting_unit_id],
        "units": [(units[pk], rules.way_to_supervise(request.actor, str(matter), units[pk])) for pk in row.unit_ids],
        "across": across,
        "waited": register.waited_for(row),
        "slips": Slip.objects.visible_to(request.actor).filter(about=matter).select_related("unit", "matter"),
        "is_party": Matter.objects.visible_to(request.actor).filter(public_id=matter).exists(),
    }
    return render(request, "supervision/registered.html", context)


def _other_leads(request: HttpRequest, row: register.Row) -> list[Unit]:
    """Lead units of other provinces that can be asked to supervise, where the acting unit may ask them."""
    leads = Unit.objects.lead().open().exclude(pk=request.actor.unit.pk) if request.actor.unit.is_lead else []
    return [unit for unit in leads if rules.way_to_supervise(request.actor, str(row.public_id), unit) == "request"]


@require_http_methods(["GET", "POST"])
@acting_required
def issue(request: HttpRequest, matter: UUID, code: str) -> HttpResponse:
    """A new slip to a unit, or a request to another province's lead unit."""
    unit = get_object_or_404(Unit, code=code)
    row = _row(matter)
    way = rules.way_to_supervise(request.actor, str(matter), unit)
    if not way:
        raise PermissionDenied
    form = SlipForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            slip = workflow.issue(request.actor, about=row.public_id, unit=unit, **form.cleaned_data)
        except WorkflowError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("%(number)s was issued.") % {"number": slip})
            return redirect(slip)
    context = {"form": form, "unit": unit, "row": row, "way": Slip.Kind(way).label}
    return render(request, "supervision/issue.html", context, status=422 if form.errors else 200)


def slip_page(view: View) -> View:
    """A page on one slip, for both its sides."""

    @acting_required
    @wraps(view)
    def guarded(request: HttpRequest, public_id: UUID) -> HttpResponse:
        rows = Slip.objects.visible_to(request.actor).select_related("unit", "matter__drafting_unit")
        return view(request, get_object_or_404(rows, matter__public_id=public_id))

    return guarded


@require_GET
@slip_page
def slip(request: HttpRequest, found: Slip) -> HttpResponse:
    """The slip with its feedback, and what the person may do."""
    decides, entries = rules.can_decide(request.actor, found), timeline(found.public_id)
    context = {
        "slip": found,
        "matter": found.matter,
        "house": house(request.actor, found.matter, Waiting.objects.open().filter(matter=found.pk)),
        "entries": entries,
        "order": next((one for one in entries if one.act == "purged"), None),
        "light": light(found.due_on) if found.due_on and found.state == State.ISSUED else None,
        "is_party": Matter.objects.visible_to(request.actor).filter(public_id=found.about).exists(),
        "is_late": found.is_late(timezone.localdate()),
        "can_feed_back": rules.can_feed_back(request.actor, found),
        "can_issue": decides and found.state == State.DRAFT,
        "can_send_back": decides and found.state == State.ANSWERED,
        "can_lift": decides and found.state in (State.ISSUED, State.ANSWERED),
    }
    return render(request, "supervision/slip.html", context)


def act_page(form_class: type[Form], title: str | Promise) -> Callable[[Callable[..., None]], View]:
    """A page with a form and one step on a slip; what the step refuses stands on the form."""

    def decorate(step: Callable[..., None]) -> View:
        @require_http_methods(["GET", "POST"])
        @slip_page
        @wraps(step)
        def page(request: HttpRequest, found: Slip) -> HttpResponse:
            form = form_class(request.POST if request.method == "POST" else None)
            if request.method == "POST" and form.is_valid():
                try:
                    step(request, found, **form.cleaned_data)
                except WorkflowError as error:
                    form.add_error(None, str(error))
                else:
                    messages.success(request, _("Done; the other side was told."))
                    return redirect(found)
            context = {"form": form, "slip": found, "act": title}
            return render(request, "supervision/act.html", context, status=422 if form.errors else 200)

        return page

    return decorate


@act_page(FeedbackForm, gettext_lazy("Give feedback"))
def feed_back(request: HttpRequest, found: Slip, **given: Any) -> None:
    workflow.feed_back(request.actor, found, **given)


@act_page(SendBackForm, gettext_lazy("Send the feedback back"))
def send_back(request: HttpRequest, found: Slip, **given: Any) -> None:
    workflow.send_back(request.actor, found, **given)


@act_page(LiftForm, gettext_lazy("Lift the supervision"))
def lift(request: HttpRequest, found: Slip, **given: Any) -> None:
    workflow.lift(request.actor, found, **given)


@act_page(SlipForm, gettext_lazy("Issue the slip"))
def issue_proposed(request: HttpRequest, found: Slip, **given: Any) -> None:
    workflow.issue_proposed(request.actor, found, **given)


@require_POST
@slip_page
def drop(request: HttpRequest, found: Slip) -> HttpResponse:
    """Let a proposed supervision be."""
    try:
        workflow.drop(request.actor, found)
    except WorkflowError as error:
        messages.error(request, str(error))
    return redirect(found)
