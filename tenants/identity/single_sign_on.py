"""Signing in with an agency's own provider: it says who somebody is, never that they have an account.

An account is found by its link to the provider, which its owner makes on the account page, or, where the installation
says that the provider's user names are ours, by a claim.
"""

from typing import Any

from allauth.account.internal.flows.reauthentication import raise_if_reauthentication_required
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.internal import jwtkit
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialLogin
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from requests import RequestException

from tenants.db.context import Acting, act_as
from tenants.identity.models import User


class KnownPerson(SocialLogin):
    """What a provider said of somebody, linked to an account of ours without changing the account."""

    def save(self, request: HttpRequest, connect: bool = False) -> None:
        with act_as(Acting(self.user.pk)):
            self.account.user = self.user
            self.account.save()

    def _lookup_by_socialaccount(self) -> bool:
        known = SocialAccount.objects.filter(provider=self.account.provider, uid=self.account.uid)
        found = known.select_related("user").first()
        if found is not None:
            self.account, self.user = found, found.user
        return found is not None


class Provider(OpenIDConnectOAuth2Adapter):
    """An OpenID Connect provider whose tokens are checked by its keys, however they arrived."""

    def _decode_id_token(self, app: SocialApp, id_token: str) -> dict:
        return jwtkit.verify_and_decode(
            credential=id_token,
            keys_url=self.openid_config["jwks_uri"],
            issuer=self.openid_config["issuer"],
            audience=app.client_id,
            lookup_kid=jwtkit.lookup_kid_jwk,
        )

    def complete_login(self, request: HttpRequest, app: SocialApp, token: Any, **kwargs: Any) -> SocialLogin:
        said = super().complete_login(request, app, token, **kwargs)
        return KnownPerson(said.user, said.account, email_addresses=said.email_addresses, provider=said.provider)


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    """Nobody gets an account by signing in elsewhere."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False

    def populate_user(self, request: HttpRequest, sociallogin: SocialLogin, data: dict[str, Any]) -> User:
        """What the provider tells of a person changes nothing in an account."""
        return sociallogin.user

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        if sociallogin.is_existing or sociallogin.state.get("process") == "connect":
            return
        person = self._matched(sociallogin)
        if person is None:
            page = render(request, "identity/no_account.html", {"provider": sociallogin.provider.name}, status=403)
            raise ImmediateHttpResponse(page)
        sociallogin.connect(request, person)

    def _matched(self, sociallogin: SocialLogin) -> User | None:
        claim = sociallogin.provider.app.settings.get("match")
        told = sociallogin.account.get_provider_account().get_user_data() or {}
        name = str(told.get(claim, "")).lower() if claim else ""
        return User.objects.filter(username=name, is_active=True, is_demo=False).first() if name else None


def login(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Send the browser to the provider; linking an account asks for the password first."""
    if request.GET.get("process") == "connect":
        raise_if_reauthentication_required(request, app="allauth.account")
    return _with(OAuth2LoginView, request, provider_id)


def callback(request: HttpRequest, provider_id: str) -> HttpResponse:
    """The browser comes back with a code."""
    return _with(OAuth2CallbackView, request, provider_id)


def _with(view: Any, request: HttpRequest, provider_id: str) -> HttpResponse:
    try:
        return view.adapter_view(Provider(request, provider_id))(request)
    except SocialApp.DoesNotExist as error:
        raise Http404 from error
    except RequestException:
        return render(request, "identity/no_provider.html", status=503)
