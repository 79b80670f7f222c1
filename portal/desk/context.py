"""What both shells need on every page."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from collaboration.notifications import inbox
from portal.desk.navigation import navigation
from tenants import hosts
from tenants.identity.models import Membership


def shell(request: HttpRequest) -> dict[str, Any]:
    """The person at work, where they may go, and the way between the hosts."""
    actor = getattr(request, "actor", None)
    common = {"demo": settings.DEMO, "desk_url": hosts.desk_url(), "public_url": hosts.public_url()}
    if actor is None:
        return common
    return {
        **common,
        "actor": actor,
        "memberships": SimpleLazyObject(
            lambda: list(Membership.objects.valid().filter(user=actor.user).select_related("unit", "on_behalf_of"))
        ),
        "bell": SimpleLazyObject(lambda: inbox.bell(actor.user)),
        "navigation": navigation(request, actor),
    }
