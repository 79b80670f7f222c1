"""How long a signed-in browser may lie unused: half an hour, a quarter for those who sign or hold a seal."""

from collections.abc import Iterable
from datetime import timedelta

from django.utils import timezone

from tenants.identity.models import Membership, Session
from tenants.identity.roles import Role

IDLE = timedelta(minutes=30)
IDLE_OF_SIGNERS = timedelta(minutes=15)
SIGNERS = frozenset({Role.SIGNATORY, Role.SEAL_KEEPER})
GRANULARITY = timedelta(minutes=1)


def idle_limit(memberships: Iterable[Membership]) -> timedelta:
    """How long this person's sessions live without a request; the strictest of all memberships counts."""
    signs = any(SIGNERS.intersection(membership.roles) for membership in memberships)
    return IDLE_OF_SIGNERS if signs else IDLE


def is_current(row: Session | None, memberships: Iterable[Membership]) -> bool:
    """Whether the session has been used recently enough to go on."""
    return row is not None and timezone.now() - row.seen_at < idle_limit(memberships)


def touch(row: Session) -> None:
    """Note that the session is in use, and with it the desk session it came from; once a minute is enough."""
    now = timezone.now()
    if now - row.seen_at >= GRANULARITY:
        Session.objects.filter(pk__in=[row.pk, row.origin]).update(seen_at=now)
