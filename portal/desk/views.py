"""The desk's own pages: what waits, and the record for auditors."""

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import Max
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from collaboration.worklist import reading as worklist
from collaboration.worklist.filters import Filters
from portal.desk import palette as finding
from portal.desk.record_names import names_of_chains
from tenants.audit import acts
from tenants.audit.models import Record
from tenants.audit.timeline import tell
from tenants.identity.access import acting_required, role_required
from tenants.identity.roles import Role

PAGE = 50


@require_GET
@acting_required
def start(request: HttpRequest) -> HttpResponse:
    """The acting unit's work in five lists, as the address filters them; the newest notices come by themselves."""
    if not request.actor.handles_content:
        return render(request, "portal/start.html")
    filters = Filters.read(request.GET)
    return render(
        request,
        "portal/start.html",
        {
            **_worklist(request, filters),
            "saved": worklist.saved_lists(request.actor),
            "can_draft": request.actor.has(Role.HANDLER),
            "elsewhere": worklist.waiting_elsewhere(request.actor, request.memberships),
        },
    )


@require_GET
@acting_required
def waiting(request: HttpRequest) -> HttpResponse:
    """The list in view, asked for again after each hint."""
    return render(request, "worklist/_list.html", _worklist(request, Filters.read(request.GET)))


def _worklist(request: HttpRequest, filters: Filters) -> dict[str, Any]:
    shown = worklist.worklist(request.actor, filters, request.GET.get("page"))
    return {"worklist": shown, "filters": filters, "page": shown.page}


@require_GET
@acting_required
def palette(request: HttpRequest) -> HttpResponse:
    """Where one can go, by a few letters; the dialog of every page asks for the lines alone."""
    query = request.GET.get("q", "")
    context = {"groups": finding.find(request.actor, query), "query": query}
    return render(request, "portal/_palette.html" if request.htmx else "portal/palette.html", context)


@require_GET
@role_required(Role.AUDITOR)
def record(request: HttpRequest) -> HttpResponse:
    """Every object of the record that concerns the auditor's unit, the most recently changed first."""
    chains = Record.objects.values("chain", "kind").annotate(last=Max("at"), count=Max("number")).order_by("-last")
    page = Paginator(chains, PAGE).get_page(request.GET.get("page"))
    names = names_of_chains(request.actor, [row["chain"] for row in page])
    rows = [{**row, "label": acts.kind_label(row["kind"]), "name": names.get(row["chain"], "")} for row in page]
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
    name = names_of_chains(request.actor, [chain]).get(chain, "")
    return render(request, "portal/record_chain.html", {"chain": chain, "name": name, "links": links})
