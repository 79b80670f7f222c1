"""The ledger of the acting unit: what it asks, what it is asked, what it decides."""

from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from collaboration.assistance.models import AssistanceRequest, RequestKind, Status
from collaboration.deadlines.calendar import WorkingDays
from collaboration.deadlines.lights import light
from collaboration.worklist.models import Waiting
from tenants.identity.access import acting_required
from tenants.identity.actor import Actor
from tenants.identity.roles import Role

PER_PAGE = 50
TABS = ("received", "sent", "others", "all")


@require_GET
@acting_required
def ledger(request: HttpRequest) -> HttpResponse:
    """Requests of the acting unit, newest change first."""
    actor: Actor = request.actor
    tab = request.GET.get("tab") if request.GET.get("tab") in TABS else "all"
    state = request.GET.get("state") if request.GET.get("state") in Status.values else ""
    kinds = list(RequestKind.objects.all())
    kind = request.GET.get("kind") if request.GET.get("kind") in {one.code for one in kinds} else ""
    query = request.GET.get("q", "").replace("\0", "").strip()[:100]
    found = _of_tab(AssistanceRequest.objects.visible_to(actor), actor, tab)
    if state:
        found = found.filter(matter__state=state)
    if kind:
        found = found.filter(kind_version__kind=kind)
    if query:
        found = found.filter(Q(title__icontains=query) | Q(case_number__icontains=query))
    page = Paginator(_with_clock(found, actor), PER_PAGE).get_page(request.GET.get("page"))
    calendar = WorkingDays.load()
    rows = [(one, light(one.due_on, calendar=calendar) if one.due_on else None) for one in page]
    context = {
        "page": page,
        "rows": rows,
        "tab": tab,
        "state": state,
        "states": Status.choices,
        "kind": kind,
        "kinds": kinds,
        "query": query,
        "is_filtered": bool(state or query or kind),
        "can_ask": actor.has(Role.HANDLER) and actor.unit.level > 0,
        "unit": actor.unit,
    }
    return render(request, "assistance/list.html", context)


def _of_tab(requests: QuerySet[AssistanceRequest], actor: Actor, tab: str) -> QuerySet[AssistanceRequest]:
    if tab == "sent":
        return requests.filter(matter__drafting_unit=actor.unit)
    if tab == "received":
        return requests.filter(addressee=actor.unit)
    if tab == "others":
        return requests.exclude(matter__drafting_unit=actor.unit).exclude(addressee=actor.unit)
    return requests


def _with_clock(requests: QuerySet[AssistanceRequest], actor: Actor) -> QuerySet[AssistanceRequest]:
    """With the nearest deadline, and whether the acting unit is waited for."""
    asked = Waiting.objects.open().filter(matter=OuterRef("pk"))
    return (
        requests.with_units()
        .annotate(
            is_waiting=Exists(asked.filter(unit=actor.unit)),
            due_on=Subquery(asked.exclude(due_on=None).order_by("due_on").values("due_on")[:1]),
        )
        .order_by("-matter__changed_at", "-pk")
    )
