"""Joint documents taken through sealing and publication by the real steps and the real sealer."""

from collections.abc import Sequence

from collaboration.documents.models import JointDocument
from collaboration.documents.workflow import finishing
from collaboration.sealing import register
from collaboration.sealing.authority import Authority
from tenants.identity.actor import Actor
from tenants.units.models import Unit
from tests.factories.documents import again, proof
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


def publish(people: Sequence[Actor], document: JointDocument, database: str) -> JointDocument:
    """From signed to published."""
    sealed = seal(people, document, database)
    with people[0].acting():
        finishing.publish_document(people[0], sealed)
    return again(people[0], document)
