"""The people of a unit to whom its work can be given."""

from django.db import models

from tenants.identity.models import Membership, User
from tenants.identity.roles import CONTENT_ROLES
from tenants.units.models import Unit


def colleagues(unit: Unit, role: str = "") -> models.QuerySet[User]:
    """People of the unit who work on matters, or who carry one role."""
    roles = [role] if role else sorted(CONTENT_ROLES)
    places = Membership.objects.valid().filter(unit=unit, roles__overlap=roles)
    return User.objects.filter(pk__in=places.values("user")).order_by("name")
