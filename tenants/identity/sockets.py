"""Who stands behind a websocket: looked up anew each time, so that an end takes effect at once."""

from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.db import connection
from django.utils.crypto import constant_time_compare

from tenants.db.context import Acting, act_as
from tenants.identity.acting import MEMBERSHIP, valid_memberships
from tenants.identity.actor import Actor
from tenants.identity.models import User
from tenants.identity.sessions import SessionStore


def actor_of(session_key: str, host: str) -> Actor | None:
    """The person and unit of a session of this host that still stands, or None."""
    connection.set_schema_to_public()
    session = SessionStore(session_key)
    session.bind(host=host, address=None, agent="")
    user = User.objects.filter(pk=session.get(SESSION_KEY), is_active=True).first()
    if user is None or not constant_time_compare(session.get(HASH_SESSION_KEY, ""), user.get_session_auth_hash()):
        return None
    with act_as(Acting(user.pk)):
        memberships = valid_memberships(user)
    chosen = [one for one in memberships if str(one.public_id) == session.get(MEMBERSHIP)]
    if not chosen and len(memberships) == 1:
        chosen = memberships
    return Actor(chosen[0]) if chosen else None
