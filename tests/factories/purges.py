"""Purges, ordered by administrators."""

from uuid import UUID

from collaboration.purging import reading, workflow
from tenants.identity.actor import Actor
from tenants.identity.reauthentication import Proof, Subject

REASON = "误录，按规定清除。"


def proof(subject: Subject) -> Proof:
    """Stands in for an administrator's second factor."""
    return Proof("test", {"seen": subject.content_hash})


def purge(administrator: Actor, public_id: UUID, part: str = "") -> None:
    """The administrator looks at what would go and has it purged."""
    with administrator.acting():
        thing = reading.thing(public_id)
        assert thing is not None
        seen = reading.seen(public_id, part)
        workflow.purge(administrator, thing, part=part, seen=seen, reason=REASON, prove=proof)
