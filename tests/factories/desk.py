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


def signed_in(user: User, *, host: str = DESK, second_factor: bool = True) -> Client:
    """The person's browser, with both factors given unless said otherwise."""
    store = SessionStore.bound(host=host, address="127.0.0.1", agent="tests")()
    store[SESSION_KEY] = str(user.pk)
    store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    if second_factor:
        store[CONFIRMED] = True
    data = dict(store.items())
    store.create()
    store.update(data)
    store.save()
    browser = visitor(host)
    browser.cookies[settings.SESSION_COOKIE_NAME] = store.session_key
    return browser


def at_desk(actor: Actor) -> Client:
    """The person's browser, acting through this membership."""
    browser = signed_in(actor.user)
    session = browser.session
    session[MEMBERSHIP] = str(actor.membership.public_id)
    session.save()
    return browser
