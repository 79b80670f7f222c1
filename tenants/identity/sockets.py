"""Who stands behind a websocket: looked up anew each time, so that an end takes effect at once."""

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection
from django.utils.crypto import constant_time_compare

from tenants.db.context import Acting, act_as
from tenants.identity.actor import Actor
from tenants.identity.middleware import MEMBERSHIP
from tenants.identity.models import Membership, User


def actor_of(session_key: str | None) -> Actor | None:
    """The person and unit of a session that is still valid, or None."""
    connection.set_schema_to_public()
    session = SessionStore(session_key) if session_key else {}
    if not session.get(SESSION_KEY) or not session.get(BACKEND_SESSION_KEY):
        return None
    user = User.objects.filter(pk=session[SESSION_KEY], is_active=True).first()
    if user is None or not constant_time_compare(session.get(HASH_SESSION_KEY, ""), user.get_session_auth_hash()):
        return None
    with act_as(Acting(user.pk)):
        membership = (
            Membership.objects.valid()
            .select_related("user", "unit__tenant")
            .filter(user=user, pk=session.get(MEMBERSHIP))
            .first()
        )
    return Actor(membership) if membership else None
