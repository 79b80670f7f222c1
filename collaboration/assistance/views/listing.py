"""The ledger of the acting unit: what it asks, what it is asked, what it decides; as a page, a table, or on paper."""

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from collaboration.assistance.models import RequestKind, SavedView, Status
from collaboration.assistance.overview import ledger as reading
from collaboration.assistance.overview import saving
from collaboration.assistance.overview.ledger import Filters
from collaboration.deadlines.calendar import WorkingDays
from collaboration.deadlines.lights import light
from collaboration.matters.pages import told
from collaboration.worklist.tables import stream
from tenants.identity.access import acting_required
from tenants.identity.actor import Actor
from tenants.identity.roles import Role
from tenants.units.models import Level

PER_PAGE, ON_PAPER = 50, 1000


@require_GET
@acting_required
def ledger(request: HttpRequest) -> HttpResponse:
    """Requests of the acting unit, newest change first."""
    actor: Actor = request.actor
    kinds = list(RequestKind.objects.all())
    filters = Filters.read(request.GET, kinds)
    form = request.GET.get("format", "")
    if form in ("csv", "xlsx"):
        name = f"ledger-{timezone.localdate():%Y%m%d}"
        return stream(form, name, reading.HEADINGS, reading.table(actor, filters))
    found = reading.found(actor, filters)
    page = reading.Pages(found, ON_PAPER if form == "print" else PER_PAGE).get_page(request.GET.get("page"))
    calendar = WorkingDays.load()
    context = {
        "page": page,
        "rows": [
            (one, light(due, calendar=calendar) if due else None) for one, due in reading.requests_of(actor, page)
        ],
        "counted": reading.MOST if page.paginator.has_more else page.paginator.count,
        "filters": filters,
        "states": Status.choices,
        "kinds": [(one.code, str(one)) for one in kinds],
        "saved": saving.saved(actor, SavedView.Page.LEDGER),
        "can_ask": actor.has(Role.HANDLER) and actor.unit.level > 0,
        "is_province": actor.unit.level == Level.PROVINCE,
    }
    return render(request, "assistance/print.html" if form == "print" else "assistance/list.html", context)


@require_POST
@acting_required
def save_view(request: HttpRequest) -> HttpResponse:
    """Keep the ledger with its filters under a name."""
    query = Filters.read(QueryDict(request.POST.get("query", "")), list(RequestKind.objects.all())).query
    return keep(request, SavedView.Page.LEDGER, query)


def keep(request: HttpRequest, page: SavedView.Page, query: str) -> HttpResponse:
    """Keep a page with its filters under the name that was typed, and show it."""
    with told(request, _("The view is kept. You find it above the list.")):
        saving.save(request.actor, page, name=request.POST.get("name", ""), query=query)
    return redirect(f"{reverse(page)}?{query}")


@require_POST
@acting_required
def forget_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Drop a kept view."""
    return redirect(saving.forget(request.actor, pk))
