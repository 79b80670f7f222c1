"""Documents from before the portal, entered and confirmed by the real steps; words of our own."""

from datetime import date
from typing import Any

from collaboration.documents.models import JointDocument, Kind
from collaboration.documents.workflow import registering
from collaboration.documents.workflow.registering import Facts
from tenants.identity.actor import Actor
from tests.factories.documents import SCAN, again, paragraphs, proof

SIGNED_ON = date(2021, 6, 23)
TITLE = "样例事项早期协作协议"


def facts(*people: Actor, **changes: Any) -> Facts:
    """What the paper of these units says."""
    said = {
        "kind": Kind.AGREEMENT, "title": TITLE, "number": "样城管〔2021〕7号", "dated_on": SIGNED_ON,
        "in_force_from": SIGNED_ON, "units": [(one.unit, one.unit.name) for one in people],
    }  # fmt: skip
    return Facts(**(said | changes))


def enter(author: Actor, *others: Actor, scan: bytes = SCAN, **changes: Any) -> JointDocument:
    """Entered, and waiting for the signatory."""
    with author.acting():
        return registering.register(author, facts(author, *others, **changes), scan=scan, blocks=paragraphs())


def confirm(actor: Actor, document: JointDocument) -> JointDocument:
    """A signatory's word for what was entered."""
    with actor.acting():
        document = JointDocument.objects.with_units().get(pk=document.pk)
        digest = registering.subject_of(document).content_hash
        registering.confirm(actor, document, digest=digest, prove=proof)
    return again(actor, document)


def make_registered(author: Actor, *others: Actor, **changes: Any) -> JointDocument:
    """Registered and confirmed by the registering unit."""
    return confirm(author, enter(author, *others, **changes))
