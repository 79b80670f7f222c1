"""From the desk to a site's editing, without signing in twice and without a shared cookie.

The site's browser session makes a *state*; the desk gives a ticket for that state, host and membership; the site takes
it once, within a minute, and its session remembers where it came from (``site_session``).
"""

import secrets
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256

from django.db import connection
from django.utils import timezone

from tenants import hosts
from tenants.identity.models import Handoff, Membership, Session
from tenants.identity.roles import Role
from tenants.units.models import Tenant

LIFETIME = timedelta(seconds=60)


@dataclass(frozen=True)
class Taken:
    """What a ticket says: who comes, through which membership, from which desk session, and where to."""

    desk_session: str
    next_path: str
    membership_id: int
    user_id: int
    membership: str


def editing_membership(memberships: list[Membership], tenant: Tenant) -> Membership | None:
    """The membership by which the person edits this tenant's site."""
    return next((one for one in memberships if one.has(Role.EDITOR) and one.unit.tenant_id == tenant.pk), None)


def give(membership: Membership, *, session: Session, state: str, next_path: str) -> str:
    """A ticket for one entry, good for a minute; only its digest is kept."""
    ticket = secrets.token_urlsafe(32)
    Handoff.objects.bulk_create(
        [
            Handoff(
                token_digest=sha256(ticket.encode()).hexdigest(),
                membership=membership,
                desk_session=session.pk,
                host=hosts.tenant_host(membership.unit.tenant),
                state=state,
                next_path=next_path[:500],
                expires_at=timezone.now() + LIFETIME,
            )
        ]
    )
    return ticket


def take(ticket: str, *, host: str, state: str) -> Taken | None:
    """Use a ticket up; None for one that was used, is too old, or is for another host or browser."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM handoff_take(%s, %s, %s)", [sha256(ticket.encode()).hexdigest(), host, state])
        row = cursor.fetchone()
    return Taken(*row[:4], membership=str(row[4])) if row else None
