"""Incoming matters inside the unit: lists, the slip of one, its steps, the register on paper and as a table."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from collaboration.errors import WorkflowError
from collaboration.incoming import reading, register, rules, workflow
from collaboration.incoming.forms import (
    AnswerForm,
    CirculateForm,
    InstructForm,
    ProposeForm,
    RegisterForm,
    SendBackForm,
)
from collaboration.incoming.models import Entry, State
from collaboration.matters.models import Matter
from collaboration.matters.pages import told
from collaboration.worklist.tables import xlsx
from tenants.identity.access import acting_required

PAGE = 50
Step = tuple[type[forms.Form], Callable[..., Any], str | Promise, str | Promise]
STEPS: dict[str, Step] = {
    "register": (RegisterForm, workflow.register, _("Register"), _("Registered with the next number.")),
    "propose": (ProposeForm, workflow.propose, _("Propose"), _("The proposal is written.")),
    "instruct": (InstructForm, workflow.instruct, _("Instruct"), _("The instruction stands on top.")),
    "circulate": (CirculateForm, workflow.circulate, _("Circulate"), _("They were asked to read it.")),
    "answer": (AnswerForm, workflow.answer, _("Close with an answer"), _("The entry is closed.")),
    "send_back": (SendBackForm, workflow.send_back, _("Send back"), _("It went back to the drafting unit.")),
}
OF_THE_HOUSE = (ProposeForm, InstructForm, CirculateForm)
USUAL = {
    State.RECEIVED: "register",
    State.REGISTERED: "propose",
    State.PROPOSED: "instruct",
    State.INSTRUCTED: "answer",
}


@require_GET
@acting_required
def incoming(request: HttpRequest) -> HttpResponse:
    """What came in: to be signed for, in hand, circulated to me, everything."""
    tab = request.GET.get("tab", "")
    counts = reading.counts(request.actor)
    if tab not in reading.TABS:
        tab = next((name for name in reading.TABS if counts[name]), reading.TO_RECEIVE)
    context: dict[str, Any] = {"tab": tab, "counts": counts, "can_receive": rules.can_receive(request.actor)}
    if tab == reading.TO_RECEIVE:
        page = Paginator(reading.to_receive(request.actor), PAGE).get_page(request.GET.get("page"))
        context["arrivals"] = reading.arrivals(page.object_list)
    else:
        page = Paginator(reading.entries(request.actor, tab), PAGE).get_page(request.GET.get("page"))
        context["lines"] = reading.lines(list(page.object_list), request.actor)
    return render(request, "incoming/list.html", {**context, "page": page})


@require_POST
@acting_required
def receive(request: HttpRequest, matter: UUID) -> HttpResponse:
    """Sign for a matter in the unit's name."""
    found = get_object_or_404(Matter.objects.visible_to(request.actor), public_id=matter)
    try:
        workflow.receive(request.actor, found)
    except WorkflowError as error:
        messages.error(request, str(error))
        return redirect("incoming:list")
    messages.success(request, _("Received. Register it next."))
    return redirect("incoming:slip", matter)


def _entry(request: HttpRequest, matter: UUID) -> Entry:
    get_object_or_404(Matter.objects.visible_to(request.actor), public_id=matter)
    return get_object_or_404(Entry.objects.visible_to(request.actor), matter=matter)


def _form(name: str, request: HttpRequest, entry: Entry, data: Any = None) -> forms.Form:
    kind = STEPS[name][0]
    more = {"unit": request.actor.unit, "entry": entry} if kind in OF_THE_HOUSE else {}
    return kind(data, prefix=name, **more)


@require_http_methods(["GET", "POST"])
@acting_required
def slip(request: HttpRequest, matter: UUID) -> HttpResponse:
    """The slip of one matter: instructions on top, then what is open to this person."""
    entry, act = _entry(request, matter), request.POST.get("act", "")
    given = _form(act, request, entry, request.POST) if act in STEPS else None
    if given is not None and given.is_valid():
        try:
            STEPS[act][1](request.actor, entry, **given.cleaned_data)
        except WorkflowError as error:
            given.add_error(None, str(error))
        else:
            messages.success(request, str(STEPS[act][3]))
            return redirect("incoming:slip", matter)
    open_steps = [name for name in STEPS if rules.is_open(request.actor, entry, name)]
    steps = [(name, STEPS[name][2], given if name == act else _form(name, request, entry)) for name in open_steps]
    context = {**_slip(request, entry), "steps": steps, "usual": USUAL.get(State(entry.state), "")}
    if given is not None and act not in open_steps:
        messages.error(request, _("It is no longer, or not yet, time for this step."))
        return redirect("incoming:slip", matter)
    return render(request, "incoming/slip.html", context, status=422 if given is not None else 200)


def _slip(request: HttpRequest, entry: Entry) -> dict[str, Any]:
    readings = list(entry.readings.all())
    mine = [one for one in readings if one.person_id in request.actor.persons and one.read_at is None]
    return {
        "entry": entry,
        "line": reading.lines([entry], request.actor)[0],
        "instructions": list(entry.instructions.all()),
        "readings": readings,
        "has_read": sum(1 for one in readings if one.read_at),
        "to_read": bool(mine),
    }


@require_POST
@acting_required
def read(request: HttpRequest, matter: UUID) -> HttpResponse:
    """Confirm that one has read it."""
    with told(request, _("Noted that you have read it.")):
        workflow.confirm_read(request.actor, _entry(request, matter))
    return redirect("incoming:slip", matter)


@require_GET
@acting_required
def paper(request: HttpRequest, matter: UUID) -> HttpResponse:
    """The handling slip as it is printed."""
    return render(request, "incoming/paper.html", _slip(request, _entry(request, matter)))


@require_GET
@acting_required
def book(request: HttpRequest) -> HttpResponse:
    """The register of one year, to print or as a table."""
    year = register.year_of(request.GET.get("year", ""))
    lines = register.lines_of(request.actor, year)
    if request.GET.get("format") == "xlsx":
        return xlsx(f"incoming-{year}", register.HEADINGS, [register.cells(line) for line in lines])
    years = register.years(request.actor)
    return render(request, "incoming/register.html", {"lines": lines, "year": year, "years": years})
