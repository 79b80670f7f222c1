"""The list of joint documents that concern the acting unit."""

from django.core.paginator import Paginator
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from collaboration.deadlines.calendar import WorkingDays
from collaboration.deadlines.lights import light
from collaboration.documents.models import Countersigning, JointDocument, Round, Status
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
    query = request.GET.get("q", "").replace("\0", "").strip()[:100]
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
    """With the deadline of the open round, whether it is the acting unit's turn, and how many have signed."""
    asked = Round.objects.filter(document=OuterRef("pk"), closed_at=None, document__matter__state=Status.SOLICITING)
    waiting = Waiting.objects.open().filter(matter=OuterRef("pk"), unit=actor.unit)
    attempt = Countersigning.objects.filter(document=OuterRef("pk")).exclude(outcome=Countersigning.Outcome.RETURNED)
    signed = attempt.order_by("-number").annotate(signed=Count("signatures")).values("signed")[:1]
    return (
        documents.with_matter()
        .annotate(
            is_waiting=Exists(waiting),
            due_on=Subquery(asked.values("due_on")[:1]),
            signed=Subquery(signed),
            taking_part=1 + Count("invitations", filter=Q(invitations__declined_at=None)),
        )
        .order_by("-matter__changed_at", "-pk")
    )
