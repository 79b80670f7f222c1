"""In whose name an operator has something purged from the command line."""

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from tenants.identity.actor import Actor
from tenants.identity.models import Membership
from tenants.identity.roles import Role


def administrator_of(code: str, username: str | None) -> Actor:
    """Who orders it: the unit's administrator of that name, else the one who has been it longest."""
    member = Membership.objects.longest(code, Role.UNIT_ADMINISTRATOR, username)
    if member is None:
        raise CommandError(_("The unit %(code)s has no such administrator.") % {"code": code})
    return Actor(member)
