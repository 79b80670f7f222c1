"""Who acts, and for which unit."""

from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _

from tenants.db.context import Acting, act_as
from tenants.identity.models import Membership, User
from tenants.identity.roles import Role
from tenants.units.models import Unit


def name_for(person: User, absent: User | None) -> str:
    """A name as records show it; standing in for somebody shows in it."""
    if absent is None:
        return person.name
    return _("%(name)s for %(absent)s") % {"name": person.name, "absent": absent.name}


@dataclass(frozen=True)
class Actor:
    """A person acting as one unit through one membership."""

    membership: Membership

    @property
    def user(self) -> User:
        return self.membership.user

    @property
    def unit(self) -> Unit:
        return self.membership.unit

    @property
    def name(self) -> str:
        """How the person signs: with the name of the absent colleague they stand in for, where they do."""
        return name_for(self.user, self.membership.on_behalf_of)

    @property
    def persons(self) -> list[int]:
        """Whose steps these are: one's own, and those of the colleague one stands in for."""
        return [pk for pk in (self.user.pk, self.membership.on_behalf_of_id) if pk]

    @property
    def clearance(self) -> int:
        return self.membership.clearance

    @cached_property
    def handles_content(self) -> bool:
        """Whether the unit's matters are visible to this person."""
        return self.membership.handles_content

    def has(self, role: Role) -> bool:
        """Whether the membership carries the role."""
        return self.membership.has(role)

    def acting(self) -> AbstractContextManager[Acting]:
        """Let the database see this person and unit inside the block."""
        return act_as(Acting(self.user.pk, self.unit.pk, self.membership.pk))
