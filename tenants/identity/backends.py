"""Permissions from a tenant's groups never reach the models that all tenants share."""

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.db.models import QuerySet

GLOBAL_APPS = frozenset({"identity", "units", "contenttypes", "account", "socialaccount", "mfa", "audit"})


class TenantModelBackend(ModelBackend):
    """Django's own backend, without any right over accounts and units."""

    def authenticate(self, *args: Any, **kwargs: Any) -> None:
        """Nobody: people sign in through allauth alone, where tries are counted."""

    def _get_group_permissions(self, user_obj: Any) -> QuerySet:
        return super()._get_group_permissions(user_obj).exclude(content_type__app_label__in=GLOBAL_APPS)

    def _get_user_permissions(self, user_obj: Any) -> QuerySet:
        return super()._get_user_permissions(user_obj).exclude(content_type__app_label__in=GLOBAL_APPS)
