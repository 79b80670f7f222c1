import shutil
from uuid import uuid4

import pytest
from django.utils import timezone

from collaboration.documents import printing, sealing_progress
from collaboration.documents.models import Kind, Status
from collaboration.documents.workflow import finishing, publishing
from collaboration.errors import NotAllowed, Stale, WrongState
from collaboration.publication.models import Disclosure, Publication, PublishedDocument
from collaboration.sealing import register
from collaboration.sealing.authority import Authority
from collaboration.sealing.models import SealCertificate, SealedFile, SealUse
from collaboration.sealing.verification import Expected, examine
from collaboration.worklist.models import Waiting
from tenants.audit import verification
from tenants.audit.timeline import timeline
from tenants.files import store
from tenants.identity.roles import Role
from tenants.units.models import Unit
from tests.factories import documents as make
from tests.factories.clearances import clear
from tests.factories.desk import at_desk
from tests.factories.people import make_actor
from tests.ownership import as_owner
from tests.workers import work

CODES = ("310000", "320000", "330000", "340000")


def register_seals(*codes):
    with as_owner():
        for code in codes:
            unit = Unit.objects.get(code=code)
            register.register(unit, Authority.of_installation().register_unit(code, unit.name))


def register_anew(unit):
    """A new key and certificate in the place of one that was lost."""
    authority = Authority.of_installation()
    shutil.move(authority.folder / "units" / unit.code, authority.folder / "units" / f".lost-{uuid4()}")
    register.register(unit, authority.register_unit(unit.code, unit.name))


def signed(kind=Kind.AGREEMENT):
    people = [make_actor(code) for code in CODES]
    return people, make.make_document(Status.SIGNED, *people, kind=kind)


def release(actor, document):
    with actor.acting():
        subject = finishing.subject_of_release(document)
        finishing.release_seal(actor, document, content_hash=subject.content_hash, prove=make.proof)


def test_four_units_seal_and_publish_a_notice(own_database):
    people, document = signed(Kind.JOINT_NOTICE)
    author = people[0]
    register_seals(*CODES)
    with author.acting():
        finishing.send_to_sealing(author, document, code_word="样城管")
        with pytest.raises(WrongState):
            finishing.send_to_sealing(author, document, code_word="样城管")
    for actor in reversed(people):
        release(actor, document)
        with pytest.raises(WrongState):
            release(actor, document)
    work("sealer", own_database)

    with author.acting():
        document = make.again(author, document)
        file = SealedFile.objects.get(matter=document.matter)
        assert (document.status, file.state) == (Status.SEALED, SealedFile.State.CLOSED)
        assert str(document.matter.document_number) == f"样城管〔{timezone.localdate().year}〕1号"
        authority = Authority.of_installation()
        certificates = {code: authority.unit_certificates()[code] for code in CODES}
        report = examine(
            store.read(file.sha256), Expected.of(certificates, authority.platform_key.certificate, authority.trust())
        )
        assert report.is_as_signed
        assert [use.order for use in SealUse.objects.filter(matter=document.matter)] == [1, 2, 3, 4]
        assert [row.step for row in Waiting.objects.open()] == ["issue", "publish"]

        clear(author, document)
        publishing.publish_document(author, document)
        with pytest.raises(WrongState):
            publishing.publish_document(author, document)
        published = PublishedDocument.objects.get()
        assert (published.file_sha256, published.number) == (file.sha256, str(document.matter.document_number))
        sites = set(Publication.objects.values_list("tenant__schema_name", flat=True))
        assert sites == {"alliance", "u310000", "u320000", "u330000", "u340000"}
        assert Disclosure.objects.count() == 4
        acts = [entry.act for entry in timeline(document.public_id)][::-1]
        told = [act for act in acts if act in ("file_certified", "seal_put", "sealed", "published")]
        assert told == ["file_certified", *["seal_put"] * 4, "sealed", "published"]
    with as_owner():
        assert list(verification.breaks()) == []


def test_sealing_goes_no_further_than_the_released_seals(own_database):
    people, document = signed()
    author, *others = people
    register_seals(*CODES)
    with author.acting():
        finishing.send_to_sealing(author, document)
    release(others[0], document)
    work("sealer", own_database)
    with author.acting():
        document = make.again(author, document)
        assert document.status == Status.SEALING
        assert [use.unit.code for use in SealUse.objects.filter(matter=document.matter)] == ["320000"]
        with pytest.raises(WrongState):
            publishing.publish_document(author, document)


def test_page_of_a_document_shows_its_seals(own_database):
    people, document = signed()
    register_seals(*CODES)
    with people[0].acting():
        finishing.send_to_sealing(people[0], document)
    for actor in people:
        page = at_desk(actor).get(f"/documents/{document.public_id}/")
        assert page.status_code == 200
        assert page.text.count('<article class="signer') == 2 * len(CODES)


def test_only_the_keeper_of_a_signing_unit_releases_its_seal_for_the_signed_text(own_database):
    people, document = signed()
    author = people[0]
    register_seals(*CODES)
    handler, stranger = make_actor("320000", Role.HANDLER), make_actor("320100", Role.SEAL_KEEPER)
    with author.acting():
        finishing.send_to_sealing(author, document)
    with pytest.raises(Stale), people[1].acting():
        finishing.release_seal(people[1], document, content_hash="0" * 64, prove=make.proof)
    for actor in (handler, stranger):
        with actor.acting(), pytest.raises(NotAllowed):
            finishing.release_seal(actor, document, content_hash="0" * 64, prove=make.proof)


def test_a_unit_whose_certificate_is_lost_holds_up_nobody_else_and_the_page_says_what_helps(own_database):
    people, document = signed()
    register_seals(*CODES)
    with people[0].acting():
        finishing.send_to_sealing(people[0], document)
    work("sealer", own_database)
    lost = SealCertificate.objects.filter(unit=people[1].unit)
    with as_owner():
        lost.update(withdrawn_at=timezone.now())
    warned = [
        "挂失" in at_desk(one).get(f"/documents/{document.public_id}/release/").content.decode() for one in people
    ]
    assert warned == [False, True, False, False]
    for actor in people:
        release(actor, document)
    work("sealer", own_database)

    with people[0].acting():
        attempt = printing.signed_attempt(document)
        sealing = sealing_progress.of(make.again(people[0], document), attempt)
        assert sealing.put == 3
        assert "挂失" in sealing.stopped and people[1].unit.display_name in sealing.stopped
    with as_owner():
        register_anew(people[1].unit)
    with people[0].acting():
        finishing.resume_sealing(people[0], make.again(people[0], document))
        assert sealing_progress.of(make.again(people[0], document), attempt).stopped == ""
    work("sealer", own_database)
    with people[0].acting():
        assert make.again(people[0], document).status == Status.SEALED
