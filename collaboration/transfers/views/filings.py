"""The register of cases filed with a province, and one filing as province and unit see it."""

from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from collaboration.assistance.models import AssistanceRequest, RequestKind, SavedView
from collaboration.assistance.overview.saving import saved
from collaboration.assistance.views.listing import keep
from collaboration.incoming.house import house
from collaboration.matters.pages import told
from collaboration.transfers import register as reading
from collaboration.transfers import rules
from collaboration.transfers.forms import WordsForm
from collaboration.transfers.models import Coordination, Filing, FilingState, Side
from collaboration.transfers.register import Filters, Progress
from collaboration.transfers.workflow import filing as workflow
from collaboration.worklist.lights import nearest_light
from collaboration.worklist.models import Waiting
from collaboration.worklist.tables import stream
from tenants.audit.timeline import timeline
from tenants.identity.access import acting_required

PAGE, ON_PAPER = 50, 1000


@require_GET
@acting_required
def register(request: HttpRequest) -> HttpResponse:
    """Cases filed with the acting unit, to page through or as a table."""
    actor = request.actor
    if not actor.handles_content:
        raise PermissionDenied
    filters = Filters.read(request.GET, actor)
    if (form := request.GET.get("format")) in ("csv", "xlsx"):
        name = f"cases-{timezone.localdate():%Y%m%d}"
        return stream(form, name, reading.HEADINGS, reading.table(actor, filters))
    is_paper = form == "print"
    page = Paginator(reading.filed(actor, filters), ON_PAPER if is_paper else PAGE).get_page(request.GET.get("page"))
    progress = reading.progress_of(page)
    context = {
        "page": page,
        "lines": [(row, progress.get(row.about, Progress())) for row in page],
        "filters": filters,
        "years": [(str(year), str(year)) for year in reading.years(actor)],
        "kinds": [(one.code, str(one)) for one in RequestKind.objects.all()],
        "sides": Side.choices,
        "standings": [one for one in FilingState.choices if one[0] not in (FilingState.DRAFT, FilingState.PURGED)],
        "units": reading.units(actor),
        "saved": saved(actor, SavedView.Page.FILED),
    }
    return render(request, "transfers/print.html" if is_paper else "transfers/register.html", context)


@require_POST
@acting_required
def save_view(request: HttpRequest) -> HttpResponse:
    """Keep the register with its filters under a name."""
    filters = Filters.read(QueryDict(request.POST.get("query", "")), request.actor)
    return keep(request, SavedView.Page.FILED, filters.query)


def _find(request: HttpRequest, public_id: UUID) -> Filing:
    found = Filing.objects.visible_to(request.actor).with_units()
    return get_object_or_404(found, matter__public_id=public_id)


def _page(request: HttpRequest, found: Filing, **more: Any) -> HttpResponse:
    actor = request.actor
    rows = list(Waiting.objects.open().filter(matter=found.pk).select_related("deadline"))
    asked = AssistanceRequest.objects.visible_to(actor).filter(matter__public_id=found.about).first()
    context = {
        "filing": found,
        "matter": found.matter,
        "progress": reading.progress_of([found]).get(found.about, Progress()),
        "queries": list(found.queries.all()),
        "is_keeper": rules.keeps_register(actor, found),
        "is_answering": rules.answers(actor, found) and found.state is FilingState.QUERIED,
        "talks": list(Coordination.objects.visible_to(actor).about(found.about).with_units()),
        "form": WordsForm(),
        "asked": asked,
        "light": nearest_light(rows),
        "house": house(actor, found.matter, rows),
        "entries": timeline(found.public_id),
        **more,
    }
    status = 410 if found.matter.is_purged else 422 if "refused" in more else 200
    return render(request, "transfers/filing.html", context, status=status)


@require_GET
@acting_required
def filing(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """What was filed, how far the case is, queries and answers."""
    return _page(request, _find(request, public_id))


@require_POST
@acting_required
def acknowledge(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Take note of it."""
    found = _find(request, public_id)
    with told(request, _("Acknowledged.")):
        workflow.acknowledge(request.actor, found)
    return redirect(found)


@require_POST
@acting_required
def query(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Ask the unit whose case it is."""
    found, form = _find(request, public_id), WordsForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form=form, refused=True)
    with told(request, _("Your query went to the unit whose case it is.")):
        workflow.ask(request.actor, found, text=form.cleaned_data["text"])
    return redirect(found)


@require_POST
@acting_required
def answer(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Answer the province."""
    found, form = _find(request, public_id), WordsForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form=form, refused=True)
    with told(request, _("Answered.")):
        workflow.answer(request.actor, found, text=form.cleaned_data["text"])
    return redirect(found)
