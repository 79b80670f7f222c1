"""What both shells need on every page."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from tenants import hosts


def shell(request: HttpRequest) -> dict[str, Any]:
    """The person at work and the way between the hosts."""
    return {
        "actor": getattr(request, "actor", None),
        "demo": settings.DEMO,
        "desk_url": hosts.desk_url(),
        "public_url": hosts.public_url(),
    }
