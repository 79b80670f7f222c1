"""Joint documents taken through sealing and publication by the real steps and the real sealer."""

from collections.abc import Sequence

from collaboration.documents import printing
from collaboration.documents.models import JointDocument, Status
from collaboration.documents.workflow import finishing, publishing
from collaboration.matters.models import Matter
from collaboration.sealing import register
from collaboration.sealing.authority import Authority
from collaboration.sealing.check_codes import new_check_code
from collaboration.sealing.models import SealedFile
from collaboration.worklist import waiting
from tenants.files import store
from tenants.identity.actor import Actor
from tenants.identity.roles import Role
from tenants.units.models import Unit
from tests.factories.clearances import clear
from tests.factories.documents import again, make_document, proof
from tests.ownership import as_owner
from tests.workers import work


def register_seals(*codes: str) -> None:
    """Development certificates for the seals of these units."""
    with as_owner():
        for code in codes:
            unit = Unit.objects.get(code=code)
            register.register(unit, Authority.of_installation().register_unit(code, unit.name))


def release(actor: Actor, document: JointDocument) -> None:
    """The unit's seal keeper releases its seal."""
    with actor.acting():
        subject = finishing.subject_of_release(document)
        finishing.release_seal(actor, document, content_hash=subject.content_hash, prove=proof)


def seal(people: Sequence[Actor], document: JointDocument, database: str) -> JointDocument:
    """From signed to sealed."""
    register_seals(*(actor.unit.code for actor in people))
    with people[0].acting():
        finishing.send_to_sealing(people[0], document)
    for actor in people:
        release(actor, document)
    work("sealer", database)
    return again(people[0], document)


def sealed_at_once(author: Actor, *others: Actor, **fields: str) -> JointDocument:
    """A sealed document whose file nobody typeset: its row stands as the sealer would have left it."""
    document = make_document(Status.SIGNED, author, *others, **fields)
    data = b"%PDF-1.7 sealed " + document.public_id.bytes
    with as_owner():
        version = printing.signed_attempt(document).version
        SealedFile.objects.create(
            matter_id=document.pk, state=SealedFile.State.CLOSED, content_hash=version.content_hash, size=len(data),
            sha256=store.put(data), check_code=new_check_code(), issuers=[], outcome={},
        )  # fmt: skip
        Matter.objects.filter(pk=document.pk).update(state=Status.SEALED)
        waiting.close_all(document.matter)
        waiting.open_step(document.matter, unit=author.unit, role=Role.HANDLER, step="publish")
    return again(author, document)


def publish(people: Sequence[Actor], document: JointDocument, database: str) -> JointDocument:
    """From signed to published."""
    sealed = seal(people, document, database)
    clear(people[0], sealed)
    with people[0].acting():
        publishing.publish_document(people[0], sealed)
    return again(people[0], document)
