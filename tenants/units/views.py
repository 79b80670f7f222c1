"""The directory of units, on the desk."""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from tenants.hosts import site_url
from tenants.identity.access import acting_required
from tenants.units import rules
from tenants.units.history import history
from tenants.units.models import Unit
from tenants.units.search import matching
from tenants.units.tree import tree

PER_PAGE = 50


@require_GET
@acting_required
def directory(request: HttpRequest) -> HttpResponse:
    """All units as a tree that opens level by level; or those that match what was typed."""
    query = request.GET.get("q", "").strip()
    if query:
        found = Paginator(matching(query).select_related("parent"), PER_PAGE).get_page(request.GET.get("page"))
        return render(request, "units/search.html", {"query": query, "page": found})
    opened = Unit.objects.filter(code=request.GET.get("open", "")).first()
    return render(request, "units/directory.html", {"roots": tree(opened), "opened": opened})


@require_GET
@acting_required
def unit(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One unit: what it is called, where it stands, what became of it."""
    found = get_object_or_404(Unit.objects.select_related("parent", "tenant", "successor"), public_id=public_id)
    return render(
        request,
        "units/unit.html",
        {
            "unit": found,
            "subordinates": Paginator(found.children.open(), PER_PAGE).get_page(request.GET.get("page")),
            "former_names": found.former_names.all(),
            "predecessors": found.predecessors.all(),
            "history": history(found),
            "site": site_url(found.tenant),
            "can_change": rules.can_change(request.actor, found),
            "can_set_telephone": rules.can_set_telephone(request.actor, found),
        },
    )
