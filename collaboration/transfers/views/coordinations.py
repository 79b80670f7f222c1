"""What units settle together: opened, stated, proved, carried on, settled."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from collaboration.errors import WorkflowError
from collaboration.incoming.house import house
from collaboration.matters import confidences
from collaboration.matters.models import Matter
from collaboration.transfers import negotiation_forms as ask
from collaboration.transfers import rules
from collaboration.transfers.models import Coordination, CoordinationState, Filing, FirstFiling
from collaboration.transfers.page import about
from collaboration.transfers.workflow import deciding, negotiating, taking
from collaboration.transfers.workflow.negotiating import Opening
from collaboration.worklist.lights import nearest_light
from collaboration.worklist.models import Waiting
from tenants.audit.timeline import timeline
from tenants.identity.access import acting_required
from tenants.identity.actor import Actor
from tenants.identity.roles import Role

PAGE = 50
State = CoordinationState


@require_GET
@acting_required
def listing(request: HttpRequest) -> HttpResponse:
    """Coordinations and disputes of the acting unit, the newest change first."""
    if not request.actor.handles_content:
        raise PermissionDenied
    found = Coordination.objects.visible_to(request.actor).with_units()
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    return render(request, "transfers/coordinations.html", {"page": page, "can_open": request.actor.has(Role.HANDLER)})


def _find(request: HttpRequest, public_id: UUID) -> Coordination:
    found = Coordination.objects.visible_to(request.actor).with_units()
    return get_object_or_404(found, matter__public_id=public_id)


def _open_forms(actor: Actor, found: Coordination, units: list[Any]) -> dict[str, forms.Form]:
    """What the person can enter now, by the name of the address that takes it."""
    is_inside, leads, stating = actor.unit in units, taking.leads_of(units), taking.is_stating(actor)
    is_deciding = is_inside if found.state is State.OPEN else found.state is State.WITH_LEADS and actor.unit in leads
    shown: dict[str, forms.Form] = {}
    if stating and is_inside and found.state is State.OPEN and found.is_dispute:
        if not found.filings.filter(unit=actor.unit).exists():
            shown["prove"] = ask.FirstFilingForm()
    if stating and is_deciding:
        shown["state"] = ask.PositionForm(units=units, is_dispute=found.is_dispute)
    if stating and not found.is_dispute and found.state is State.OPEN and found.matter.drafting_unit == actor.unit:
        shown["conclude"] = ask.OutcomeForm()
    if stating and found.is_dispute and found.state is State.OPEN and is_inside:
        shown["carry_on"] = forms.Form()
    if found.state is State.WITH_SUPERIOR and found.superior == actor.unit and actor.has(Role.APPROVER):
        shown["designate"] = ask.DesignateForm(units=units)
    if stating and found.state is State.WITH_LEADS and actor.unit in leads:
        shown["refer"] = ask.OrganForm(initial={"organ": deciding.proposed_organ(found)})
    if stating and found.state is State.REFERRED and actor.unit in leads:
        shown["decision"] = ask.DecisionForm(units=units)
    if stating and is_inside and found.state in negotiating.UNSETTLED:
        if (cases := negotiating.own_cases(actor, found)).exists():
            shown["case"] = ask.CaseForm(cases=cases)
    return shown


def _page(request: HttpRequest, found: Coordination, refused: Mapping[str, forms.Form] | None = None) -> HttpResponse:
    actor, units = request.actor, taking.units_in(found)
    rows = list(Waiting.objects.open().filter(matter=found.pk).select_related("deadline", "unit"))
    context = {
        "found": found,
        "matter": found.matter,
        "units": units,
        "filings": list(found.filings.select_related("unit")),
        "positions": list(found.positions.select_related("unit", "competent")),
        "waits_for": list(dict.fromkeys(row.unit.display_name for row in rows)),
        "referrals": list(found.referrals.select_related("unit")) if found.state is State.WITH_LEADS else [],
        **about(actor, found),
        "entry": {**_open_forms(actor, found, units), **(refused or {})},
        "light": nearest_light(rows),
        "house": house(actor, found.matter, rows),
        "entries": timeline(found.public_id),
    }
    status = 410 if found.matter.is_purged else 422 if refused else 200
    return render(request, "transfers/coordination.html", context, status=status)


@require_GET
@acting_required
def coordination(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """First filings side by side, positions, outcome."""
    return _page(request, _find(request, public_id))


def _begin(request: HttpRequest, form: ask.CoordinateForm, make: Callable[[dict[str, Any]], Opening]) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            made = negotiating.begin(request.actor, make(form.cleaned_data))
        except WorkflowError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Opened; every unit is asked for its position."))
            return redirect(made)
    return render(request, "transfers/open.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@acting_required
def dispute(request: HttpRequest) -> HttpResponse:
    """Open a negotiation among units that are all competent, or none."""
    if not taking.is_stating(request.actor) or not request.actor.unit.level:
        raise PermissionDenied
    purpose = Coordination.Purpose.JURISDICTION
    form = ask.DisputeForm(request.POST or None, initial=_from_case(request))
    return _begin(request, form, lambda given: Opening(purpose=purpose, about=given.pop("case"), **given))


def _from_case(request: HttpRequest) -> dict[str, Any]:
    """What a dispute begins with that is opened from the page of a request."""
    given = request.GET.get("case", "")
    own = negotiating.own_cases(request.actor).with_units()
    case = own.filter(pk=given).first() if given.isdecimal() and len(given) < 18 else None
    if case is None:
        return {}
    other = case.addressee if case.asking_unit == request.actor.unit else case.asking_unit
    return {"case": case.public_id, "subject": case.title, "units": other.code}


@require_http_methods(["GET", "POST"])
@acting_required
def coordinate(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The province opens a coordination of a filed case among its units and the other side."""
    filing = get_object_or_404(Filing.objects.visible_to(request.actor).with_units(), matter__public_id=public_id)
    if not rules.keeps_register(request.actor, filing) or not request.actor.has(Role.HANDLER):
        raise PermissionDenied
    form = ask.CoordinateForm(request.POST or None, initial={"subject": filing.title})
    purpose, units = Coordination.Purpose.CASE, list(dict.fromkeys([filing.unit, filing.other]))
    return _begin(request, form, lambda given: Opening(purpose=purpose, units=units, about=filing.about, **given))


def _entered(
    request: HttpRequest, public_id: UUID, name: str, form_of: Callable[[Coordination, list[Any]], forms.Form],
    step: Callable[[Coordination, dict[str, Any]], object],
) -> HttpResponse:  # fmt: skip
    found = _find(request, public_id)
    form = form_of(found, taking.units_in(found))
    if form.is_valid():
        try:
            step(found, form.cleaned_data)
        except WorkflowError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Entered; the other units were told."))
            return redirect(found)
    return _page(request, found, {name: form})


@require_POST
@acting_required
def state(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """State a position."""
    return _entered(
        request, public_id, "state",
        lambda found, units: ask.PositionForm(request.POST, units=units, is_dispute=found.is_dispute),
        lambda found, given: negotiating.state(request.actor, found, text=given["text"], competent=given.get("unit")),
    )  # fmt: skip


@require_POST
@acting_required
def prove(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Enter when the case was first opened."""
    return _entered(
        request, public_id, "prove",
        lambda _found, _units: ask.FirstFilingForm(request.POST, request.FILES),
        lambda found, given: negotiating.prove_filing(request.actor, found, **given),
    )  # fmt: skip


@require_POST
@acting_required
def case(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Name a request of one's own that it is about."""
    return _entered(
        request, public_id, "case",
        lambda found, _units: ask.CaseForm(request.POST, cases=negotiating.own_cases(request.actor, found)),
        lambda found, given: negotiating.link_case(request.actor, found, given["case"]),
    )  # fmt: skip


@require_POST
@acting_required
def conclude(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Say what came of it."""
    return _entered(
        request, public_id, "conclude", lambda _found, _units: ask.OutcomeForm(request.POST),
        lambda found, given: negotiating.conclude(request.actor, found, **given),
    )  # fmt: skip


@require_POST
@acting_required
def carry_on(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """No agreement: on to whoever decides."""
    return _entered(
        request, public_id, "carry_on", lambda _found, _units: forms.Form(request.POST),
        lambda found, _given: deciding.carry_on(request.actor, found),
    )  # fmt: skip


@require_POST
@acting_required
def designate(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The common superior designates."""
    return _entered(
        request, public_id, "designate", lambda _found, units: ask.DesignateForm(request.POST, units=units),
        lambda found, given: deciding.designate(request.actor, found, **given),
    )  # fmt: skip


@require_POST
@acting_required
def refer(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The lead units refer it jointly."""
    return _entered(
        request, public_id, "refer", lambda _found, _units: ask.OrganForm(request.POST),
        lambda found, given: deciding.refer(request.actor, found, **given),
    )  # fmt: skip


@require_POST
@acting_required
def decision(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Register what was decided outside."""
    return _entered(
        request, public_id, "decision",
        lambda _found, units: ask.DecisionForm(request.POST, request.FILES, units=units),
        lambda found, given: deciding.register_decision(request.actor, found, **given),
    )  # fmt: skip


@require_GET
@acting_required
def proof(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The paper that shows when a case was opened, to keep."""
    visible = Coordination.objects.visible_to(request.actor)
    found = get_object_or_404(FirstFiling.objects.filter(coordination__in=visible), public_id=public_id)
    return _paper(found.coordination.matter, found.proof, f"proof-{found.unit.code}")


@require_GET
@acting_required
def decision_paper(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The decision of the organ outside, to keep."""
    found = _find(request, public_id)
    if not found.decision_sha256:
        raise Http404
    return _paper(found.matter, found.decision_paper, "decision")


def _paper(matter: Matter, kept: bytes, name: str) -> HttpResponse:
    try:
        paper = confidences.reveal_bytes(matter, bytes(kept))
    except confidences.Erased as error:
        raise Http404 from error
    headers = {"Content-Disposition": f'attachment; filename="{name}.pdf"', "Cache-Control": "private, no-store"}
    return HttpResponse(paper, content_type="application/pdf", headers=headers)
