from django.apps import AppConfig


class MembersConfig(AppConfig):
    """Acts on members and units."""

    name = "collaboration.members"
    label = "members"
