"""Views of allauth that write before anybody is signed in, made to write as the person they found."""

from typing import Any

from allauth.mfa.webauthn.views import LoginWebAuthnView
from django.http import HttpResponse

from tenants.db.context import Acting, act_as


class PasskeyLogin(LoginWebAuthnView):
    """Sign in by passkey alone: the passkey names the person, and its use is noted as theirs."""

    def form_valid(self, form: Any) -> HttpResponse:
        with act_as(Acting(form.cleaned_data["credential"].user_id)):
            return super().form_valid(form)
