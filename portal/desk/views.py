"""The desk's own pages: what waits, notices, and the record for auditors."""

from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import Max
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from collaboration.notifications.models import Notification
from portal.desk import reading
from tenants.audit import acts
from tenants.audit.models import Record
from tenants.audit.timeline import tell
from tenants.identity.access import acting_required, role_required
from tenants.identity.acting import choose
from tenants.identity.models import Membership
from tenants.identity.roles import Role

PAGE = 50
NOTICES_ON_START = 8


@require_GET
@acting_required
def start(request: HttpRequest) -> HttpResponse:
    """What waits for the acting unit and the person in it, and what the unit sent that still runs."""
    tasks = reading.waiting_for(request.actor)
    return render(
        request,
        "portal/start.html",
        {
            "waiting": tasks,
            "counts": reading.count_lights(tasks),
            "can_draft": request.actor.has(Role.HANDLER),
            "sent": reading.running_matters_of(request.actor),
            "notices": reading.newest_notices(request.actor, NOTICES_ON_START),
            "elsewhere": reading.waiting_elsewhere(request.actor),
        },
    )


@require_GET
@acting_required
def waiting(request: HttpRequest) -> HttpResponse:
    """The list of what waits, asked for again after each hint."""
    return render(request, "portal/_waiting.html", {"waiting": reading.waiting_for(request.actor)})


@require_GET
@acting_required
def notices(request: HttpRequest) -> HttpResponse:
    """All notices of the person over all units, newest first; the fragment of the start page asks for the newest."""
    if request.htmx:
        newest = reading.newest_notices(request.actor, NOTICES_ON_START)
        return render(request, "portal/_notices.html", {"notices": newest})
    rows = Notification.objects.filter(user=request.actor.user).select_related("unit")
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    return render(request, "portal/notices.html", {"page": page, "notices": reading.tell_notices(page.object_list)})


@require_GET
@acting_required
def unread_count(request: HttpRequest) -> HttpResponse:
    """The bell's number, asked for again after each hint."""
    return render(request, "components/bell.html")


@require_POST
@acting_required
def open_notice(request: HttpRequest, number: int) -> HttpResponse:
    """Mark a notice read, switch to its unit and go to its matter."""
    mine = Notification.objects.filter(user=request.actor.user, number=number)
    notice = get_object_or_404(mine)
    mine.filter(read_at=None).update(read_at=timezone.now())
    choose(request, str(Membership.objects.valid().get(user=request.actor.user, unit=notice.unit).public_id))
    return redirect(reading.address_of(notice))


@require_GET
@role_required(Role.AUDITOR)
def record(request: HttpRequest) -> HttpResponse:
    """Every object of the record that concerns the auditor's unit, the most recently changed first."""
    chains = Record.objects.values("chain", "kind").annotate(last=Max("at"), count=Max("number")).order_by("-last")
    page = Paginator(chains, PAGE).get_page(request.GET.get("page"))
    rows = [{**row, "label": acts.kind_label(row["kind"])} for row in page]
    return render(request, "portal/record.html", {"page": page, "chains": rows})


@require_GET
@role_required(Role.AUDITOR)
def record_chain(request: HttpRequest, chain: UUID) -> HttpResponse:
    """One chain, link by link, with its digests."""
    records = list(Record.objects.filter(chain=chain).order_by("number"))
    if not records:
        raise Http404
    entries = tell(records, {})
    links = list(zip(records, entries, strict=True))
    return render(request, "portal/record_chain.html", {"chain": chain, "links": links})
