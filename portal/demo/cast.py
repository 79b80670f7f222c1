"""The demonstration's people, as those who act."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from allauth.core.context import request_context
from django.http import HttpRequest
from django_tenants.utils import tenant_context

from tenants.identity import reauthentication
from tenants.identity.actor import Actor
from tenants.identity.demo import PASSWORD
from tenants.identity.models import Membership
from tenants.identity.reauthentication import Proof, Subject
from tenants.identity.roles import Role

LEADS = ("310000", "320000", "330000", "340000")


_people: dict[tuple[str, Role], Actor] = {}


def gather() -> None:
    """Find everybody, as the owner: the application itself sees nobody before somebody acts."""
    rows = Membership.objects.valid().filter(user__is_demo=True).select_related("user", "unit__tenant")
    for membership in rows.order_by("-pk"):
        for role in membership.roles:
            _people[membership.unit.code, Role(role)] = Actor(membership)


def somebody(code: str, role: Role) -> Actor:
    """The made-up person who holds this role in this unit."""
    return _people[code, role]


def confirming(actor: Actor) -> Callable[[Subject], Proof]:
    """Confirm an act as this person would at the desk: with a challenge for exactly it, and the password."""

    def prove(subject: Subject) -> Proof:
        asked = reauthentication.challenge(
            actor,
            role=subject.role,
            act=subject.act,
            object_id=subject.object_id,
            version=subject.version,
            content_hash=subject.content_hash,
        )
        with request_context(_request()):
            return reauthentication.verify(actor, str(asked.nonce), {"password": PASSWORD}).prove(subject)

    return prove


def _request() -> HttpRequest:
    """What sign-in counts tries by: a form sent from this machine."""
    request = HttpRequest()
    request.method = "POST"
    request.META = {"REMOTE_ADDR": "127.0.0.1"}
    request.session = {}
    return request


@contextmanager
def at_desk(code: str, role: Role = Role.HANDLER) -> Iterator[Actor]:
    """Act as the unit's person with this role, in the unit's own house."""
    actor = somebody(code, role)
    with actor.acting(), tenant_context(actor.unit.tenant):
        yield actor
