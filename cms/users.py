"""Wagtail's user administration, cut down to a list of this tenant's members: accounts are global and not edited here."""

from wagtail.users.apps import WagtailUsersAppConfig


class TenantUsersConfig(WagtailUsersAppConfig):
    """The users section of one tenant's site."""
