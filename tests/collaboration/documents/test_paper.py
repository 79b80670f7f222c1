"""Signing on paper: the scan is judged by its bytes, confirmed by the signatory, and never sealed by the portal."""

import io
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import DatabaseError, transaction

from collaboration.documents.models import Countersignature, PaperSheet, Status
from collaboration.documents.text.canonical import readable_groups
from collaboration.documents.workflow import countersigning, finishing, paper, publishing
from collaboration.errors import NotAllowed, Stale, WorkflowError
from collaboration.publication import presentation
from collaboration.publication.models import PublishedDocument
from collaboration.sealing import expectations
from collaboration.sealing.authority import Authority
from collaboration.sealing.models import SealedFile, SealUse
from collaboration.sealing.verification import examine
from tenants.audit.timeline import timeline
from tenants.files import store
from tenants.identity.roles import Role
from tests.factories import documents as make
from tests.factories.clearances import clear
from tests.factories.desk import at_desk
from tests.factories.documents import SCAN, again, make_document, proof, sign, sign_on_paper
from tests.factories.people import PASSWORD, make_actor
from tests.factories.sealed import register_seals, release
from tests.workers import work

JPEG = b"\xff\xd8\xff\xe0" + b"0" * 64 + b"\xff\xd9"


@pytest.fixture
def author():
    return make_actor("310000")


@pytest.fixture
def js():
    return make_actor("320000")


@pytest.mark.django_db
@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 docx", SCAN[:-8], b"%PDF-1.7 cut", JPEG[:-2], b"\x89PNG\r\n\x1a\n"])
def test_anything_but_a_whole_pdf_or_jpeg_is_refused(author, js, data):
    document = make_document(Status.COUNTERSIGNING, author, js)
    with js.acting(), pytest.raises(WorkflowError):
        paper.bring_sheet(js, document, scan=data)


@pytest.mark.django_db
def test_scan_is_its_units_own_until_its_signatory_confirms_exactly_it(author, js):
    document = make_document(Status.COUNTERSIGNING, author, js)
    clerk = make_actor("320000", Role.HANDLER)
    with clerk.acting():
        first = paper.bring_sheet(clerk, document, scan=SCAN)
        second = paper.bring_sheet(clerk, document, scan=JPEG)
        content_hash = second.countersigning.version.content_hash
        with pytest.raises(NotAllowed):
            paper.sign_on_paper(clerk, document, content_hash=content_hash, scan=second.scan_sha256, prove=proof)
    address = f"/documents/{document.public_id}/scans/{second.public_id}/"
    assert at_desk(author).get(address).status_code == 404
    with js.acting():
        assert PaperSheet.objects.count() == 1
        with pytest.raises(Stale):
            paper.sign_on_paper(js, document, content_hash=content_hash, scan=first.scan_sha256, prove=proof)
        paper.sign_on_paper(js, document, content_hash=content_hash, scan=second.scan_sha256, prove=proof)
        with pytest.raises(WorkflowError):
            paper.bring_sheet(js, document, scan=SCAN)
    answer = at_desk(author).get(address)
    assert b"".join(answer.streaming_content) == JPEG
    page = at_desk(author).get(f"/documents/{document.public_id}/")
    assert [(card.state, card.is_on_paper) for card in page.context["signers"]] == [("now", False), ("done", True)]


@pytest.mark.django_db
def test_database_takes_no_scan_that_was_not_confirmed(author, js):
    document = make_document(Status.COUNTERSIGNING, author, js)
    with js.acting():
        sheet = paper.bring_sheet(js, document, scan=SCAN)
        attempt = countersigning.open_attempt(document)
        with pytest.raises(DatabaseError), transaction.atomic():
            Countersignature.objects.create(
                countersigning=attempt, unit=js.unit, user=js.user, user_name="x", method="test",
                content_hash=attempt.version.content_hash, scan_sha256=sheet.scan_sha256,
            )  # fmt: skip


@pytest.mark.django_db
def test_pages_lead_from_the_sheet_to_the_confirmation(author, js, settings):
    settings.DEMO = True
    document = make_document(Status.COUNTERSIGNING, author, js)
    browser, base = at_desk(js), f"/documents/{document.public_id}/sheet/"
    with js.acting():
        attempt = countersigning.open_attempt(document)
    blank = browser.get(f"{base}blank/").text
    assert attempt.check_code in blank
    assert readable_groups(attempt.version.content_hash) in blank
    assert browser.post(base, {"scan": SimpleUploadedFile("a.pdf", b"nothing")}).status_code == 422
    assert browser.post(base, {"scan": SimpleUploadedFile("a.pdf", SCAN)})["Location"] == f"{base}confirm/"
    page = browser.get(f"{base}confirm/")
    nonce = page.text.split('name="proof_nonce" value="')[1].split('"')[0]
    given = {**page.context["form"].initial, "proof_nonce": nonce, "proof_password": PASSWORD}
    browser.post(f"{base}confirm/", given)
    with js.acting():
        signature = Countersignature.objects.get(countersigning__document=document)
        assert signature.scan_sha256 == store.put(SCAN)


def test_two_seals_and_one_sheet_make_a_closed_file_that_says_which_is_which(own_database):
    people = [make_actor(code) for code in ("310000", "320000", "330000")]
    author, js, zj = people
    document = make_document(Status.COUNTERSIGNING, *people)
    sign(author, document)
    sign_on_paper(js, document)
    sign(zj, document)
    register_seals("310000", "330000")
    with author.acting():
        finishing.send_to_sealing(author, document)
    with pytest.raises(NotAllowed):
        release(js, document)
    for actor in (author, zj):
        release(actor, document)
    work("sealer", own_database)
    with author.acting():
        document = again(author, document)
        assert document.status is Status.SEALED, [entry.act for entry in timeline(document.public_id)]
        file = SealedFile.objects.get(matter=document.matter)
        assert file.on_paper == [js.unit.pk]
        assert [use.unit.code for use in SealUse.objects.filter(matter=document.matter)] == ["310000", "330000"]
        assert examine(store.read(file.sha256), expectations.by_record(file, Authority.of_installation())).is_as_signed
        said = io.StringIO()
        call_command("verify_document", str(store.path_of(file.sha256)), "--json", stdout=said)
        assert json.loads(said.getvalue())["on_paper"] == ["320000"]
    clear(author, document)
    with author.acting():
        publishing.publish_document(author, document)
        published = PublishedDocument.objects.get()
        assert [bool(one["scan_sha256"]) for one in published.issuers] == [False, True, False]
        assert presentation.names_on_paper(published) in ([js.unit.name], [js.unit.name_en])


def test_a_document_that_all_signed_on_paper_is_closed_without_a_seal(own_database):
    people = [make_actor(code) for code in ("310000", "320000")]
    document = make_document(Status.COUNTERSIGNING, *people)
    for actor, scan in zip(people, (SCAN, JPEG), strict=True):
        sign_on_paper(actor, document, scan)
    with people[0].acting():
        finishing.send_to_sealing(people[0], document)
    work("sealer", own_database)
    assert make.again(people[0], document).status is Status.SEALED
