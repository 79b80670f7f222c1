"""Pages on which an administrator has something removed for good, and sees what was."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from collaboration.errors import Stale, WorkflowError
from collaboration.purging import reading, workflow
from collaboration.purging.forms import PurgeForm
from collaboration.purging.reading import Part, Thing
from tenants.identity.access import role_required
from tenants.identity.roles import Role

PAGE = 20
administrator = role_required(Role.UNIT_ADMINISTRATOR)


@require_GET
@administrator
def things(request: HttpRequest) -> HttpResponse:
    """Everything that could be purged, by address, number or digest; and what has been."""
    sought = request.GET.get("q", "").strip()[:200]
    page = Paginator(reading.find(sought), PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "sought": sought, "purges": reading.purges(request.actor)}
    return render(request, "purging/list.html", context)


@require_http_methods(["GET", "POST"])
@administrator
def purge(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Exactly what would go, and the act itself; afterwards what is left: who ordered it, when and why."""
    found = reading.thing(public_id)
    if found is None:
        raise Http404
    part, chosen = request.GET.get("part", ""), None
    parts = reading.parts(public_id)
    if part:
        chosen = next((one for one in parts if one.key == part), None)
        if chosen is None:
            messages.info(request, _("This text was purged already, or it can be purged only with the whole."))
            return redirect("purging:purge", public_id)
    if (found.is_purged or not found.is_whole) and chosen is None:
        if request.method == "POST":
            messages.info(request, _("This was purged already; nothing is left of it."))
            return redirect("purging:purge", public_id)
        return _page(request, found, parts)
    return _act(request, found, parts, chosen)


def _act(request: HttpRequest, found: Thing, parts: list[Part], chosen: Part | None) -> HttpResponse:
    part = chosen.key if chosen else ""
    subject = workflow.subject_of(found, part)
    form = PurgeForm(request.POST or None, actor=request.actor, subject=subject)
    if request.method == "GET":
        form.initial["seen"] = subject.content_hash
        return _page(request, found, parts, chosen=chosen, form=form)
    if not form.is_valid():
        return _page(request, found, parts, chosen=chosen, form=form, status=422)
    given = {name: form.cleaned_data[name] for name in ("seen", "reason")}
    try:
        workflow.purge(request.actor, found, part=part, prove=form.prove, **given)
    except Stale as stale:
        form = PurgeForm(initial={**given, "seen": subject.content_hash}, actor=request.actor, subject=subject)
        return _page(request, found, parts, chosen=chosen, form=form, status=409, stale=str(stale))
    except WorkflowError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("It was purged. The record keeps who ordered it, when and why."))
    return redirect("purging:purge", found.object)


def _page(
    request: HttpRequest,
    found: Thing,
    parts: list[Part],
    *,
    chosen: Part | None = None,
    form: PurgeForm | None = None,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    context = {
        "thing": found,
        "parts": [] if chosen else parts,
        "chosen": chosen,
        "amounts": reading.inventory(found.object, chosen.key if chosen else "") if form else [],
        "purges": reading.purges(request.actor, found.object),
        "form": form,
        **more,
    }
    return render(request, "purging/purge.html", context, status=status)
