"""One level decision: what is asked, by whom, and the superior's word."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from collaboration.deadlines.lights import light_of
from collaboration.errors import WorkflowError
from collaboration.incoming.house import house
from collaboration.levels import rules, workflow
from collaboration.levels.forms import DecideForm
from collaboration.levels.models import Decision
from collaboration.matters.kinds import kind_of
from collaboration.matters.pages import told
from collaboration.worklist.models import Waiting
from tenants.audit.timeline import timeline
from tenants.identity.access import acting_required


def _find(request: HttpRequest, public_id: UUID) -> Decision:
    found = Decision.objects.visible_to(request.actor).select_related("deciding_unit", "redirected_to")
    return get_object_or_404(found, matter__public_id=public_id)


@require_http_methods(["GET", "POST"])
@acting_required
def decision(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """What is asked, and for an approver of the deciding unit the form to decide."""
    found = _find(request, public_id)
    can_decide = rules.can_decide(request.actor, found)
    form = DecideForm(request.POST or None, decision=found)
    if request.method == "POST" and form.is_valid():
        try:
            workflow.decide(request.actor, found, **form.cleaned_data)
        except WorkflowError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Decided; the asking unit is told."))
            return redirect(found)
    rows = list(Waiting.objects.open().filter(matter=found.pk).select_related("deadline"))
    clock = next((row.deadline for row in rows if hasattr(row, "deadline")), None)
    context = {
        "decision": found,
        "matter": found.matter,
        "kind": kind_of(found.about_kind).label,
        "form": form,
        "can_decide": can_decide,
        "can_withdraw": rules.can_withdraw(request.actor, found),
        "light": light_of(clock) if clock else None,
        "house": house(request.actor, found.matter, rows),
        "entries": timeline(found.public_id),
        "about_url": kind_of(found.about_kind).url_name,
        "is_asking": found.matter.drafting_unit_id == request.actor.unit.pk,
    }
    return render(request, "levels/decision.html", context, status=422 if form.errors else 200)


@require_POST
@acting_required
def withdraw(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Take the request back."""
    found = _find(request, public_id)
    with told(request, _("The request was withdrawn.")):
        workflow.withdraw(request.actor, found)
    return redirect(found)
