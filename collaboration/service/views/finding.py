"""How every page finds its service, and for how long somebody who opened personal data goes on seeing them."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from collaboration.matters.pages import View, for_step
from collaboration.service import rules
from collaboration.service.models import Service
from collaboration.service.rules import Rule
from tenants.audit.timeline import timeline
from tenants.identity.access import acting_required

OPENED = "service_opened"
OPEN_FOR = 15 * 60  # seconds


def service_page(view: View) -> View:
    """A page on one service, for everybody who sees it. Of a purged one every page says only that it was purged."""

    @acting_required
    @wraps(view)
    def guarded(request: HttpRequest, public_id: UUID, **kwargs: Any) -> HttpResponse:
        visible = Service.objects.visible_to(request.actor).with_units()
        found = get_object_or_404(visible, matter__public_id=public_id)
        if found.matter.is_purged:
            entries = timeline(found.public_id)
            order = next((entry for entry in entries if entry.act == "purged"), None)
            return render(request, "service/purged.html", {"entries": entries, "order": order}, status=410)
        return view(request, found, **kwargs)

    return guarded


def step_page(rule: Rule) -> Callable[[View], View]:
    """A page for one step: refused to those who may never take it, and led back while it is not time for it."""
    return for_step(rule, service_page)


def remember_opened(request: HttpRequest, service: Service) -> None:
    """The person opened the personal data in this session, which is in the record."""
    opened = {str(service.public_id): [request.actor.unit.code, timezone.now().timestamp()]}
    request.session[OPENED] = {**request.session.get(OPENED, {}), **opened}


def has_opened(request: HttpRequest, service: Service) -> bool:
    """Whether they did a moment ago, for the unit they act for now, and still may."""
    unit, at = request.session.get(OPENED, {}).get(str(service.public_id), ("", 0.0))
    is_fresh = unit == request.actor.unit.code and timezone.now().timestamp() - at < OPEN_FOR
    return is_fresh and rules.READ_CONFIDENCES.is_open(request.actor, service)


def opened_only(view: View) -> View:
    """What names persons is given to whoever has just opened it; others are led to the page where it is opened."""

    @service_page
    @wraps(view)
    def guarded(request: HttpRequest, service: Service, **kwargs: Any) -> HttpResponse:
        if not rules.READ_CONFIDENCES.allows(request.actor, service):
            raise PermissionDenied(str(rules.READ_CONFIDENCES.not_allowed))
        if not has_opened(request, service):
            messages.info(request, _("Open the personal data first; that you do is recorded."))
            return redirect(service)
        return view(request, service, **kwargs)

    return guarded
