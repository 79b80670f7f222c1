"""The demonstration's people, as those who act."""

from collections.abc import Callable
from functools import cache

from collaboration.documents.workflow.countersigning import Subject
from tenants.identity import reauthentication
from tenants.identity.actor import Actor
from tenants.identity.demo import PASSWORD
from tenants.identity.models import Membership
from tenants.identity.reauthentication import Proof
from tenants.identity.roles import Role

LEADS = ("310000", "320000", "330000", "340000")


@cache
def somebody(code: str, role: Role) -> Actor:
    """The made-up person who holds this role in this unit."""
    rows = Membership.objects.valid().filter(unit__code=code, roles__contains=[role], user__is_demo=True)
    return Actor(rows.select_related("user", "unit__tenant").order_by("pk")[0])


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
        return reauthentication.verify(actor, str(asked.nonce), {"password": PASSWORD}).prove(subject)

    return prove
