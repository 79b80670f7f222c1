"""Wagtail's user administration, cut down to a list of this site's editors: accounts are global, not edited here."""

from wagtail.users.apps import WagtailUsersAppConfig


class TenantUsersConfig(WagtailUsersAppConfig):
    """The users section of one tenant's site."""

    user_viewset = "cms.members.MemberViewSet"
    group_viewset = "cms.members.NoGroups"
