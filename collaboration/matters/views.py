"""Fragments for open pages of any kind of matter."""

from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_GET

from collaboration.matters.models import Matter
from tenants.audit.models import Record
from tenants.audit.timeline import tell
from tenants.identity.access import acting_required
from tenants.realtime.presence import others_at


@require_GET
@acting_required
def presence(request: HttpRequest, matter: UUID) -> HttpResponse:
    """The colleagues who look at the matter now."""
    found = get_object_or_404(Matter.objects.visible_to(request.actor), public_id=matter)
    people = others_at(request.actor, found.public_id)
    return render(request, "matters/_presence.html", {"public_id": matter, "people": people})


@require_GET
@acting_required
def meanwhile(request: HttpRequest, matter: UUID) -> HttpResponse:
    """What others did on the matter since a page was opened; nothing when nobody did anything."""
    found = get_object_or_404(Matter.objects.visible_to(request.actor), public_id=matter)
    since = _moment(request.GET.get("since", ""))
    acts = Record.objects.filter(chain=found.public_id, at__gt=since) if since else Record.objects.none()
    entries = tell(list(acts.exclude(user_id=request.actor.user.pk).order_by("number")), {})
    return render(request, "matters/_meanwhile.html", {"entries": entries})


def _moment(text: str) -> datetime | None:
    try:
        return parse_datetime(text)
    except ValueError:
        return None
