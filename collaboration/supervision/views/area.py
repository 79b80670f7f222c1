"""The register of an area, and the slips a unit issued and received."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from collaboration.deadlines.calendar import WorkingDays
from collaboration.deadlines.lights import light
from collaboration.supervision import area as reading
from collaboration.supervision.models import Slip, State
from collaboration.worklist.tables import xlsx
from tenants.identity.access import acting_required


@require_GET
@acting_required
def area(request: HttpRequest) -> HttpResponse:
    """The matters of the acting unit's area, as a page or a table; and, in the other tab, slips."""
    if not request.actor.handles_content:
        raise PermissionDenied
    slips = Slip.objects.visible_to(request.actor)
    context = {"is_register": request.GET.get("tab") != "slips", "open_slips": slips.running().count()}
    if not context["is_register"]:
        found = slips.select_related("unit", "matter__drafting_unit")
        return render(request, "supervision/area.html", {**context, **_slips(found, request.GET.get("page"))})
    units = reading.units_of(request.actor)
    filters = reading.Filters.read(request.GET, units)
    if request.GET.get("format") == "xlsx":
        return xlsx("register", reading.HEADINGS, reading.table(filters, units))
    page = reading.page(filters, units, request.GET.get("page"))
    more = {"page": page, "shown": page.object_list, "filters": filters, "choices": reading.choices(units)}
    return render(request, "supervision/area.html", {**context, **more})


def _slips(found: models.QuerySet[Slip], number: str | None) -> dict[str, Any]:
    page, calendar = Paginator(found, reading.PAGE).get_page(number), WorkingDays.load()
    waits = {row.pk: row.due_on for row in page.object_list if row.due_on and row.state == State.ISSUED}
    lights = {pk: light(due_on, calendar=calendar) for pk, due_on in waits.items()}
    shown = [{"row": row, "light": lights.get(row.pk)} for row in page.object_list]
    return {"page": page, "shown": shown}
