"""Outside demonstrations everybody signs in with two factors; who has only one is led to set up the other."""

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
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


def demand_second_factor(request: HttpRequest, person: User) -> HttpResponse | None:
    """Send a signed-in person without a second factor to set one up; None when they may go on.

    Asked once per session: losing a second factor ends all sessions of the person.
    """
    if settings.DEMO or request.session.get(CONFIRMED) or request.path.startswith(OPEN_PATHS):
        return None
    if has_second_factor(person):
        request.session[CONFIRMED] = True
        return None
    return redirect(reverse("mfa_index", urlconf=request.urlconf))
