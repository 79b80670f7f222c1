"""A real framework agreement goes the whole way: read, signed, sealed, published and checked by a stranger."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from collaboration.documents.models import JointDocument, Kind, Status, Upload
from collaboration.documents.text.conversion import convert
from collaboration.documents.workflow import countersigning, drafting, finishing, publishing, rounds, uploading
from collaboration.documents.workflow.versions import latest
from collaboration.publication.models import PublishedDocument
from collaboration.sealing import register
from collaboration.sealing.authority import Authority
from tenants.files import store
from tenants.identity.actor import Actor
from tenants.units.models import Unit
from tests.factories import documents as make
from tests.factories import registrations
from tests.factories.clearances import clear
from tests.factories.desk import at_desk, visitor
from tests.factories.people import make_actor
from tests.ownership import as_owner
from tests.workers import work

CODES = ("310000", "320000", "330000", "340000")
SEED = sorted((Path(__file__).resolve().parents[4] / "shared" / "seeds").glob("002*.txt"))
pytestmark = pytest.mark.skipif(not SEED, reason="the framework agreement is not in ../shared/seeds")


def draft(people: list[Actor]) -> JointDocument:
    author, *others = people
    manuscript = convert("auto", SEED[0].name, SEED[0].read_bytes())
    with author.acting():
        return drafting.create_document(
            author,
            kind=Kind.AGREEMENT,
            title=manuscript.title,
            title_lines=manuscript.title_lines,
            recipients=manuscript.recipients,
            blocks=manuscript.blocks,
            units=[other.unit for other in others],
        )


def sign(people: list[Actor], document: JointDocument) -> None:
    author, *others = people
    document = make.solicit(author, document)
    make.agree(others, document)
    with author.acting():
        rounds.fix_text(author, document, version=latest(document).number)
        countersigning.start_countersigning(author, document)
    for signer in people:
        make.sign(signer, document)


def seal_and_publish(people: list[Actor], document: JointDocument, database: str) -> None:
    with as_owner():
        for unit in Unit.objects.filter(code__in=CODES):
            register.register(unit, Authority.of_installation().register_unit(unit.code, unit.name))
    with people[0].acting():
        finishing.send_to_sealing(people[0], document)
    for keeper in people:
        with keeper.acting():
            content_hash = finishing.subject_of_release(document).content_hash
            finishing.release_seal(keeper, document, content_hash=content_hash, prove=make.proof)
    work("sealer", database)
    clear(people[0], document)
    with people[0].acting():
        publishing.publish_document(people[0], document)


def verdict(content: bytes) -> dict:
    file = SimpleUploadedFile("agreement.pdf", content, "application/pdf")
    browser = visitor("portal.localhost", HTTP_ACCEPT="application/json")
    return browser.post("/verify/", {"file": file}).json()


def test_framework_agreement_goes_the_whole_way(own_database):
    people = [make_actor(code) for code in CODES]
    document = draft(people)
    sign(people, document)
    seal_and_publish(people, document, own_database)

    assert make.again(people[0], document).status is Status.PUBLISHED
    published = PublishedDocument.objects.get()
    content = store.read(published.file_sha256)
    found = verdict(content)
    assert found["verdict"] == "genuine"
    assert found["document"]["title"] == published.title == document.title
    assert len(found["signers"]) == 4
    assert verdict(content[:-1] + bytes([content[-1] ^ 1]))["verdict"] == "altered"
    for host in ("portal", "sh.portal", "js.portal", "zj.portal", "ah.portal"):
        page = visitor(f"{host}.localhost").get(f"/documents/{document.public_id}/")
        assert page.status_code == 200
        assert published.check_code in page.text


@pytest.mark.django_db
def test_the_agreement_that_began_it_all_is_registered_with_its_scan_and_text() -> None:
    lead, *others = [make_actor(code) for code in CODES]
    with as_owner():
        names = dict(Unit.objects.filter(code__in=CODES).values_list("code", "name"))
    manuscript = convert("auto", SEED[0].name, SEED[0].read_bytes())
    with lead.acting():
        upload = uploading.take_in(lead, kind=Kind.AGREEMENT, title="", name=SEED[0].name, content=b"x")
        Upload.objects.filter(pk=upload.pk).update(state=Upload.State.READ, result=manuscript.to_json())
    address = f"/documents/register/?upload={upload.pk}"
    shown = at_desk(lead).get(address).context["form"].initial
    assert (shown["title"], shown["dated_on"], len(shown["units"].splitlines())) == (
        manuscript.title,
        manuscript.date,
        4,
    )

    scan = SimpleUploadedFile("scan.pdf", make.SCAN, "application/pdf")
    given = {
        **shown,
        "number": "",
        "units": "\n".join(names[code] for code in CODES),
        "validity": "in_force",
        "scan": scan,
    }
    at_desk(lead).post(address, {**given, "upload": str(upload.pk)})
    with lead.acting():
        document = JointDocument.objects.with_units().get(title=manuscript.title)
    registrations.confirm(lead, document)
    page = at_desk(others[0]).get(f"/documents/{document.public_id}/")
    assert all(part in page.text for part in ("平台启用前签署", manuscript.blocks[1].text[:12]))
