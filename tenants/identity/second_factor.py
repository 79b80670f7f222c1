"""Outside demonstrations everybody signs in with two factors; who has only one is led to set up the other."""

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from tenants.identity.models import User

CONFIRMED = "_second_factor"
FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
OPEN_PATHS = ("/accounts/2fa/", "/accounts/logout/", "/accounts/reauthenticate/", "/display/", "/static/")


def has_second_factor(person: User) -> bool:
    """Whether the person has an authenticator app or a passkey."""
    return bool(is_mfa_enabled(person, FACTORS))


def gave_second_factor(request: HttpRequest, person: User) -> bool:
    """Whether the person proved a second factor in this very session."""
    return any(record.get("method") == "mfa" for record in get_authentication_records(request, person))


def confirm(request: HttpRequest) -> None:
    """Note that both factors stand behind this session: it has just set up the second one."""
    request.session[CONFIRMED] = True
    request.session.save()


def demand_second_factor(request: HttpRequest, person: User) -> HttpResponse | None:
    """Send a signed-in person without a second factor to set one up; None when they may go on.

    Asked once per session: losing a second factor ends all sessions of the person. A session that was opened with the
    password alone, before the person set up a second factor elsewhere, is signed out: whoever holds it never gave one.
    """
    if settings.DEMO or request.session.get(CONFIRMED):
        return None
    if gave_second_factor(request, person):
        request.session[CONFIRMED] = True
        return None
    if has_second_factor(person):
        logout(request)
        return redirect(reverse("account_login", urlconf=request.urlconf))
    return None if request.path.startswith(OPEN_PATHS) else redirect(reverse("mfa_index", urlconf=request.urlconf))
