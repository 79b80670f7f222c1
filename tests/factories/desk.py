"""Browsers of people who are signed in on the desk."""

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.test import Client

from tenants.identity.acting import MEMBERSHIP
from tenants.identity.actor import Actor
from tenants.identity.models import User
from tenants.identity.second_factor import CONFIRMED
from tenants.identity.sessions import SessionStore

DESK = "desk.portal.localhost"


def visitor(host: str = DESK, **extra: str) -> Client:
    """A browser on this host that nobody has signed in with."""
    return Client(HTTP_HOST=host, **extra)


def session_key(user: User, host: str, actor: Actor | None = None, *, second_factor: bool = True) -> str:
    """The key of a new session on this host, as if the person had just signed in and chosen the actor's unit."""
    store = SessionStore.bound(host=host, address="127.0.0.1", agent="tests")()
    store[SESSION_KEY] = str(user.pk)
    store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    if second_factor:
        store[CONFIRMED] = True
    if actor:
        store[MEMBERSHIP] = str(actor.membership.public_id)
    store.save()
    return store.session_key


def signed_in(user: User, *, host: str = DESK, actor: Actor | None = None, second_factor: bool = True) -> Client:
    """The person's browser, with both factors given unless said otherwise."""
    browser = visitor(host)
    browser.cookies[settings.SESSION_COOKIE_NAME] = session_key(user, host, actor, second_factor=second_factor)
    return browser


def at_desk(actor: Actor) -> Client:
    """The person's browser, acting through this membership."""
    return signed_in(actor.user, actor=actor)
