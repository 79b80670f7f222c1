"""A session on a tenant's site: it lives only as long as the desk session it came from and the editor's membership."""

from django.http import HttpRequest
from django.utils import timezone

from tenants.identity import presence
from tenants.identity.models import Session
from tenants.identity.roles import Role

SITE_MEMBERSHIP = "_site_membership"


def holds(request: HttpRequest) -> bool:
    """Whether desk session and membership still stand, and the membership edits this very site."""
    origin = Session.objects.filter(
        pk=request.session.row.origin,
        user_id=request.session.row.user_id,
        expire_date__gt=timezone.now(),
        seen_at__gt=timezone.now() - presence.idle_limit(request.memberships),
    )
    return (
        any(
            str(membership.public_id) == request.session.get(SITE_MEMBERSHIP)
            and membership.has(Role.EDITOR)
            and membership.unit.tenant_id == request.tenant.pk
            for membership in request.memberships
        )
        and origin.exists()
    )
