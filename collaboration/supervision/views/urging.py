"""On one matter: whom it waits for, how to reach them, urging and calls."""

from uuid import UUID

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from collaboration.deadlines.calendar import WorkingDays
from collaboration.errors import WorkflowError
from collaboration.matters import kinds
from collaboration.matters.models import Matter
from collaboration.supervision import rules, urging
from collaboration.supervision.contacts import contacts_of
from collaboration.supervision.forms import CallForm
from collaboration.supervision.models import Slip
from collaboration.worklist.lights import light_of_row
from collaboration.worklist.models import Waiting
from tenants.identity.access import acting_required
from tenants.units.models import Unit


def _find(request: HttpRequest, matter: UUID) -> tuple[Matter, str, str]:
    """The matter with its title and address; 404 where it has none for this person."""
    found = get_object_or_404(Matter.objects.visible_to(request.actor), public_id=matter)
    kind = kinds.kind_of(found.kind)
    title = kind.titles([found.pk]).get(found.pk)
    if title is None:
        raise Http404
    return found, title, reverse(kind.url_name, args=[found.public_id])


@require_GET
@acting_required
def waiting(request: HttpRequest, matter: UUID) -> HttpResponse:
    """Everybody the matter waits for, with deadlines and telephones; what was urged and said."""
    found, title, address = _find(request, matter)
    rows = list(Waiting.objects.open().filter(matter=found).select_related("unit", "deadline"))
    calendar, contacts = WorkingDays.load(), contacts_of({row.unit for row in rows})
    labels = kinds.kind_of(found.kind).step_labels
    mine = request.actor.unit
    urges = list(found.urges.filter(Q(unit=mine) | Q(units__contains=[mine.pk])).select_related("unit", "user"))
    names = Unit.objects.in_bulk({pk for urge in urges for pk in urge.units})
    context = {
        "matter": found,
        "title": title,
        "address": address,
        "rows": [
            {
                "unit": row.unit,
                "step": labels.get(row.step, row.step),
                "light": light_of_row(row, calendar),
                "deadline": getattr(row, "deadline", None),
                "contact": contacts[row.unit_id],
                "is_own": row.unit_id == request.actor.unit.pk,
                "way": rules.way_to_supervise(request.actor, str(found.public_id), row.unit),
            }
            for row in rows
        ],
        "urges": [(urge, [names[pk] for pk in urge.units]) for urge in urges],
        "calls": found.calls.filter(Q(by_unit=mine) | Q(unit=mine)).select_related("unit", "by_unit", "user"),
        "slips": Slip.objects.running_on(found.public_id, request.actor),
        "can_urge": rules.can_urge(request.actor, found) and any(row.unit_id != request.actor.unit.pk for row in rows),
        "can_call": rules.can_note_call(request.actor),
    }
    return render(request, "supervision/waiting.html", context)


@require_POST
@acting_required
def urge(request: HttpRequest, matter: UUID) -> HttpResponse:
    """One click to all who have not answered."""
    found, _title, _address = _find(request, matter)
    try:
        made = urging.urge(request.actor, found)
    except WorkflowError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Units urged: %(count)s.") % {"count": len(made.units)})
    return redirect("supervision:waiting", found.public_id)


@require_http_methods(["GET", "POST"])
@acting_required
def call(request: HttpRequest, matter: UUID, code: str) -> HttpResponse:
    """Enter a call that was made to a unit."""
    found, title, _address = _find(request, matter)
    unit = get_object_or_404(Unit, code=code, pk__in=found.parties)
    form = CallForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            urging.note_call(request.actor, found, unit=unit, **form.cleaned_data)
        except WorkflowError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The call was entered."))
            return redirect("supervision:waiting", found.public_id)
    context = {"matter": found, "title": title, "unit": unit, "form": form, "contact": contacts_of([unit])[unit.pk]}
    return render(request, "supervision/call.html", context, status=422 if form.errors else 200)
