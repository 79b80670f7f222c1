"""Who acts, and for which unit."""

from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import cached_property

from tenants.db.context import Acting, act_as
from tenants.identity.models import Membership, User
from tenants.identity.roles import Role
from tenants.units.models import Unit


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
        return act_as(Acting(self.user.pk, self.unit.pk))
