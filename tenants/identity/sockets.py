"""Who is behind a socket, asked again and again: everything that ends a session ends the socket too."""

from collections.abc import Sequence

from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.db import connection
from django.utils.crypto import constant_time_compare

from tenants.db.context import Acting, act_as
from tenants.identity import acting, presence
from tenants.identity.actor import Actor
from tenants.identity.models import User
from tenants.identity.second_factor import CONFIRMED
from tenants.identity.sessions import SessionStore


def actor_of(session_key: str, host: str) -> Actor | None:
    """The actor of a session on this host, if session, account and membership all still hold."""
    session = SessionStore.bound(host=host)(session_key)
    if SESSION_KEY not in session or not (settings.DEMO or session.get(CONFIRMED)):
        return None
    person = User.objects.filter(pk=session[SESSION_KEY], is_active=True).first()
    if person is None or not constant_time_compare(session[HASH_SESSION_KEY], person.get_session_auth_hash()):
        return None
    with act_as(Acting(person.pk)):
        memberships = acting.valid_memberships(person)
    return acting.chosen(session, memberships) if presence.is_current(session.row, memberships) else None


def standings(sessions: Sequence[str]) -> dict[str, str]:
    """What each of the sessions with these digests stands on; ended ones are not among them. One query."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT * FROM session_standings(%s, %s, %s, %s)",
            [list(sessions), presence.IDLE, presence.IDLE_OF_SIGNERS, sorted(presence.SIGNERS)],
        )
        return dict(cursor.fetchall())
