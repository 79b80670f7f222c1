"""Around the start page: choose filters, keep a list with its filters, forget it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from collaboration.errors import WorkflowError
from collaboration.worklist import exporting, reading, saving
from collaboration.worklist.filters import Filters
from collaboration.worklist.tables import xlsx
from tenants.identity.access import acting_required


@require_GET
@acting_required
def choose(request: HttpRequest) -> HttpResponse:
    """What the list can be filtered and ordered by; the start page fetches the form alone."""
    filters = Filters.read(request.GET)
    context = {"filters": filters, "choices": reading.choices(request.actor, filters)}
    return render(request, "worklist/_filters.html" if request.htmx else "worklist/filters.html", context)


@require_GET
@acting_required
def export(request: HttpRequest) -> HttpResponse:
    """The list in view as an .xlsx file."""
    filters = Filters.read(request.GET)
    headings, rows = exporting.table(request.actor, filters)
    return xlsx(f"worklist-{filters.tab}", headings, rows)


@require_POST
@acting_required
def save(request: HttpRequest) -> HttpResponse:
    """Keep the list in view under a name."""
    try:
        kept = saving.save(request.actor, name=request.POST.get("name", ""), query=request.POST.get("query", ""))
    except WorkflowError as error:
        messages.error(request, str(error))
        return redirect("start")
    messages.success(request, _("The list is kept. You find it above your work."))
    return redirect(f"{reverse('start')}?{kept.query}")


@require_POST
@acting_required
def forget(request: HttpRequest, pk: int) -> HttpResponse:
    """Drop a kept list."""
    saving.delete(request.actor, pk)
    messages.success(request, _("The list was forgotten."))
    return redirect("start")
