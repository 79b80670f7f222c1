"""What allauth and Django tell us of, kept in the record."""

from typing import Any

from allauth.account import signals as account
from allauth.mfa import signals as mfa
from django.contrib.auth import user_logged_in, user_logged_out
from django.dispatch import receiver
from django.http import HttpRequest

from tenants.db.context import Acting, act_as
from tenants.identity.models import User
from tenants.identity.record import record_account
from tenants.identity.second_factor import FACTORS, confirm


def _as(person: User, act: str, **detail: Any) -> None:
    with act_as(Acting(person.pk)):
        record_account(person, act, **detail)


@receiver(user_logged_in)
def signed_in(request: HttpRequest, user: User, **kwargs: Any) -> None:
    _as(user, "signed_in", host=request.META.get("HTTP_HOST", ""))


@receiver(user_logged_out)
def signed_out(request: HttpRequest, user: User | None, **kwargs: Any) -> None:
    if user is not None and user.is_active:
        _as(user, "signed_out", host=request.META.get("HTTP_HOST", ""))


@receiver([account.password_changed, account.password_set, account.password_reset])
def password_changed(user: User, **kwargs: Any) -> None:
    _as(user, "password_changed")


@receiver(mfa.authenticator_added)
def factor_added(request: HttpRequest, user: User, authenticator: Any, **kwargs: Any) -> None:
    if authenticator.type in FACTORS:
        confirm(request)
    _as(user, "factor_added", type=authenticator.type)


@receiver(mfa.authenticator_removed)
def factor_removed(user: User, authenticator: Any, **kwargs: Any) -> None:
    _as(user, "factor_removed", type=authenticator.type)
