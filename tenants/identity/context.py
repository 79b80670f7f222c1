"""What the shells say of sign-in."""

from django.conf import settings
from django.http import HttpRequest

from tenants.identity.demo import PASSWORD
from tenants.identity.models import Membership


def identity(request: HttpRequest) -> dict[str, list[Membership] | str]:
    """The memberships one can switch between, and in a demonstration the password of everybody in it."""
    return {
        "memberships": getattr(request, "memberships", []),
        "demo_password": PASSWORD if settings.DEMO and getattr(request, "is_desk", False) else "",
    }
