"""How django-allauth behaves here: closed accounts, limits that no host or restart resets, writes as the person."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from tenants import hosts
from tenants.db.context import Acting, act_as
from tenants.identity import keys, tries
from tenants.identity.models import User
from tenants.identity.record import record_account
from tenants.identity.second_factor import FACTORS


class AccountAdapter(DefaultAccountAdapter):
    """Accounts come from invitations; a person's own row is written as that person."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def login(self, request: HttpRequest, user: User) -> None:
        with act_as(Acting(user.pk)):
            super().login(request, user)

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        """Go on in the language of the account."""
        response = super().post_login(request, user, **kwargs)
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, user.language, secure=True, samesite="Lax")
        return response

    def set_password(self, user: User, password: str) -> None:
        with act_as(Acting(user.pk)):
            user.set_password(password)
            user.save(update_fields=["password"])

    def send_notification_mail(
        self, template_prefix: str, user: User, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        """Tell the person by the address of the account."""
        if to := email or user.email:
            super().send_notification_mail(template_prefix, user, context, email=to)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Refuse after too many tries. A right password takes its try back, through the name that allauth looks for."""
        self._login_failed_rl_usage = tries.count(request, self._get_login_attempts_cache_key(request, **credentials))
        if self._login_failed_rl_usage is None:
            raise self.validation_error("too_many_login_attempts")

    def reauthenticate(self, user: User, password: str) -> bool:
        """Is this the person's password? Tries count as those of signing in do."""
        self.pre_authenticate(context.request, username=user.username)
        if not user.check_password(password):
            self.authentication_failed(context.request, username=user.username)
            return False
        self._rollback_login_failed_rl_usage()
        return True

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Note on the account that somebody failed to sign in with it."""
        person = User.objects.filter(username=str(credentials.get("username", "")).lower()).first()
        if person is not None:
            record_account(person, "sign_in_refused", address=self.get_client_ip(request))

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("identity:account")

    def format_email_subject(self, subject: str) -> str:
        return f"[{_('Alliance portal')}] {subject}"

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """By account alone: tries on several hosts are tries on one account."""
        return str(credentials.get("email") or credentials.get("username") or "").lower()


class MFAAdapter(DefaultMFAAdapter):
    """Second factors belong to the desk; their secrets are encrypted with a key outside the database."""

    def encrypt(self, text: str) -> str:
        return keys.second_factor_cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return keys.second_factor_cipher().decrypt(encrypted_text.encode()).decode()

    def get_totp_label(self, user: User) -> str:
        return user.username

    def get_totp_issuer(self) -> str:
        return str(_("Alliance portal"))

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {"id": hosts.desk_host(), "name": str(_("Alliance portal"))}

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Outside demonstrations the last factor stays; a lost one is reset by a security administrator."""
        if settings.DEMO or authenticator.type not in FACTORS:
            return True
        others = Authenticator.objects.filter(user=authenticator.user, type__in=FACTORS).exclude(pk=authenticator.pk)
        return others.exists()
