"""The list of joint documents that concern the acting unit."""

from django.core.paginator import Paginator
from django.db.models import Case, Count, Exists, F, OuterRef, Q, QuerySet, Subquery, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from collaboration.deadlines.calendar import WorkingDays
from collaboration.deadlines.lights import light
from collaboration.documents.models import Countersigning, JointDocument, Status
from collaboration.worklist.models import Waiting
from tenants.identity.access import acting_required
from tenants.identity.actor import Actor
from tenants.identity.roles import Role

PER_PAGE = 20
TABS = ("all", "mine", "invited")


@require_GET
@acting_required
def documents(request: HttpRequest) -> HttpResponse:
    """Documents of the acting unit and those it was invited to, newest change first."""
    actor: Actor = request.actor
    everything = JointDocument.objects.visible_to(actor)
    tab = request.GET.get("tab") if request.GET.get("tab") in TABS else "all"
    state = request.GET.get("state") if request.GET.get("state") in Status.values else ""
    query = request.GET.get("q", "").strip()[:100]
    found = _of_tab(everything, actor, tab)
    if state:
        found = found.filter(matter__state=state)
    if query:
        found = found.filter(title__icontains=query)
    page = Paginator(_with_progress(found, actor), PER_PAGE).get_page(request.GET.get("page"))
    calendar = WorkingDays.load()
    for document in page:
        document.light = light(document.due_on, calendar=calendar) if document.due_on else None
    context = {
        "page": page,
        "tab": tab,
        "state": state,
        "states": Status.choices,
        "query": query,
        "is_filtered": bool(state or query),
        "can_draft": actor.has(Role.HANDLER) and actor.unit.level > 0,
    }
    return render(request, "documents/list.html", context)


def _of_tab(documents: QuerySet[JointDocument], actor: Actor, tab: str) -> QuerySet[JointDocument]:
    if tab == "mine":
        return documents.filter(matter__drafting_unit=actor.unit)
    if tab == "invited":
        return documents.exclude(matter__drafting_unit=actor.unit)
    return documents


def _with_progress(documents: QuerySet[JointDocument], actor: Actor) -> QuerySet[JointDocument]:
    """With the deadline of the acting unit's step, else of those it waits for; whose turn it is; how many signed."""
    asked = Waiting.objects.open().filter(matter=OuterRef("pk"))
    waiting = asked.filter(unit=actor.unit)
    own_first = Case(When(unit=actor.unit, then=0), default=1)
    attempt = Countersigning.objects.filter(document=OuterRef("pk")).exclude(
        outcome__in=(Countersigning.Outcome.RETURNED, Countersigning.Outcome.RECALLED)
    )
    signed = attempt.order_by("-number").annotate(signed=Count("signatures")).values("signed")[:1]
    return (
        documents.with_matter()
        .annotate(
            is_waiting=Exists(waiting),
            due_on=Subquery(asked.order_by(own_first, F("due_on").desc(nulls_last=True)).values("due_on")[:1]),
            signed=Subquery(signed),
            taking_part=1 + Count("invitations", filter=Q(invitations__declined_at=None)),
        )
        .order_by("-matter__changed_at", "-pk")
    )
