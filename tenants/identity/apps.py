from django.apps import AppConfig


class IdentityConfig(AppConfig):
    """People, their memberships in units, sign-in and re-authentication."""

    name = "tenants.identity"
    label = "identity"
