"""How every page finds its request."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from collaboration.assistance import joining
from collaboration.assistance.models import AssistanceRequest
from collaboration.assistance.rules import Rule
from collaboration.matters.pages import View, for_step
from tenants.audit.timeline import timeline
from tenants.identity.access import acting_required


def request_page(view: View) -> View:
    """A page on one request, for everybody who sees it; the view is given the request for assistance.

    Of a purged one every page says only that it was purged, by whom, when and why.
    """

    @acting_required
    @wraps(view)
    def guarded(request: HttpRequest, public_id: UUID, **kwargs: Any) -> HttpResponse:
        visible = AssistanceRequest.objects.visible_to(request.actor).with_units()
        found = get_object_or_404(visible, matter__public_id=public_id)
        if found.matter.is_purged:
            entries = timeline(found.public_id)
            order = next((entry for entry in entries if entry.act == "purged"), None)
            context = {"asked": found, "entries": entries, "order": order}
            return render(request, "assistance/purged.html", context, status=410)
        return view(request, found, **kwargs)

    return guarded


def step_page(rule: Rule, step: str = "") -> Callable[[View], View]:
    """A page for one step: refused to those who may never take it, and led back while it is not time for it.

    The form of a named step does not even open while a space that joined it holds it back.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, asked: AssistanceRequest, **kwargs: Any) -> HttpResponse:
            if request.method == "GET" and step and (why := joining.held_back(step, request.actor, asked)):
                messages.error(request, why)
                return redirect(asked)
            return view(request, asked, **kwargs)

        return for_step(rule, request_page)(guarded)

    return decorate
