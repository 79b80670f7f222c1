"""People with a place in a unit."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count

from django_tenants.utils import tenant_context

from tenants.identity.actor import Actor
from tenants.identity.models import Membership, User
from tenants.identity.roles import Role
from tenants.units.models import Unit
from tests.ownership import as_owner

_numbers = count(1)
CONTENT = (Role.HANDLER, Role.SIGNATORY, Role.SEAL_KEEPER, Role.APPROVER)
PASSWORD = "correct-horse-battery"


def make_user(**fields: object) -> User:
    """An active person with a password that tests know."""
    number = next(_numbers)
    with as_owner():
        return User.objects.create_user(f"person{number}", PASSWORD, **{"name": f"测试人员{number}", **fields})


def make_actor(code: str, *roles: Role, user: User | None = None, clearance: int = 2) -> Actor:
    """Somebody acting as the unit with this code; without roles, everything that handles content."""
    person = user or make_user()
    with as_owner():
        membership = Membership.objects.create(
            user=person,
            unit=Unit.objects.get(code=code),
            roles=list(roles or CONTENT),
            clearance=clearance,
            source=Membership.Source.OPERATOR,
        )
    return Actor(membership)


@contextmanager
def at_home(actor: Actor) -> Iterator[None]:
    """Act as this person in the schema of their tenant, as a request on the desk does."""
    with actor.acting(), tenant_context(actor.unit.tenant):
        yield
