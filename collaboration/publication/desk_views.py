"""At the desk: what is public, and taking it down in an emergency."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from collaboration.errors import WorkflowError
from collaboration.publication import taking_down
from collaboration.publication.desk_forms import TakeDownForm
from collaboration.publication.models import PublishedDocument
from collaboration.publication.validity import current_change
from tenants.identity.access import acting_required
from tenants.units.models import Level

PAGE = 30


@require_GET
@acting_required
def documents(request: HttpRequest) -> HttpResponse:
    """Everything that is or was public, for the alliance office."""
    if request.actor.unit.level != Level.OFFICE or not taking_down.may(request.actor, ""):
        raise PermissionDenied
    sought = request.GET.get("q", "").strip()[:100]
    rows = PublishedDocument.objects.filter(purged_at=None).defer("blocks", "text", "outcome")
    if sought:
        rows = rows.filter(Q(title__icontains=sought) | Q(number__icontains=sought) | Q(check_code__iexact=sought))
    context = {"page": Paginator(rows, PAGE).get_page(request.GET.get("page")), "sought": sought}
    return render(request, "publication/desk_list.html", context)


@require_http_methods(["GET", "POST"])
@acting_required
def take_down(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Take it off all sites, or put it back; the history of both stands below."""
    document = get_object_or_404(PublishedDocument.objects.filter(purged_at=None), pk=public_id)
    if not taking_down.may(request.actor, document.issuers[0]["code"]):
        raise PermissionDenied
    form = TakeDownForm(request.POST or None)
    is_down = document.taken_down_at is not None
    if request.method == "POST" and form.is_valid():
        act = taking_down.put_back if is_down else taking_down.take_down
        try:
            act(request.actor, document, reason=form.cleaned_data["reason"])
        except WorkflowError as error:
            messages.error(request, str(error))
        else:
            done = _("It stands on all sites again.") if is_down else _("It was taken off all sites.")
            messages.success(request, done)
        return redirect("published:take_down", public_id)
    context = {
        "document": document,
        "form": form,
        "is_down": is_down,
        "history": document.take_downs.select_related("unit"),
        "change": current_change(document),
    }
    return render(request, "publication/take_down.html", context, status=422 if form.errors else 200)
