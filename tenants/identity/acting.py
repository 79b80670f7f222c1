"""Which membership a signed-in person acts through. No permission is asked for before one is chosen."""

from typing import Any

from allauth.account.internal.stagekit import LOGIN_SESSION_KEY
from allauth.account.utils import url_str_to_user_pk
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest

from tenants.identity.actor import Actor
from tenants.identity.models import Membership, User

MEMBERSHIP = "_membership"
SIGN_IN = "/accounts/"


def valid_memberships(person: User) -> list[Membership]:
    """The person's memberships that hold at this moment, each with its unit and tenant."""
    rows = Membership.objects.valid().filter(user=person)
    found = list(rows.select_related("unit__tenant", "department", "on_behalf_of"))
    for membership in found:
        membership.user = person
    return found


def chosen(session: SessionBase, memberships: list[Membership]) -> Actor | None:
    """The actor through the chosen membership, or through the only one; None when there is none or it has ended."""
    wanted = session.get(MEMBERSHIP)
    for membership in memberships:
        if str(membership.public_id) == wanted:
            return Actor(membership)
    return Actor(memberships[0]) if len(memberships) == 1 else None


def choose(request: HttpRequest, public_id: str) -> Membership | None:
    """Act through this membership from now on; None when it is not the person's or no longer holds."""
    for membership in request.memberships:
        if str(membership.public_id) == public_id:
            request.session[MEMBERSHIP] = public_id
            return membership
    return None


def pending_person(request: HttpRequest) -> int | None:
    """Who has given a password and still owes a second factor in this session; on the pages of sign-in alone."""
    if not request.path.startswith(SIGN_IN) or not request.session.session_key:
        return None
    login: Any = request.session.get(LOGIN_SESSION_KEY)
    known = login.get("user_pk") if isinstance(login, dict) else None
    return int(url_str_to_user_pk(known)) if known else None
