"""Pictures of seals: what is taken, how it is kept, who may hand one in, and that it comes to stand on the file."""

import hashlib
import io

import pytest
from django.db import DatabaseError, connection, transaction
from pypdf import PdfReader

from collaboration.documents.models import Status
from collaboration.documents.workflow import finishing
from collaboration.errors import NotAllowed, WorkflowError
from collaboration.sealing.models import SealedFile, SealPicture, SealUse
from collaboration.sealing.pictures import current, taking, vault
from collaboration.sealing.pictures.read import Unfit, cleaned
from collaboration.sealing.refusals import NoPicture
from tenants.audit.timeline import timeline
from tenants.files import store
from tenants.identity.roles import Role
from tests.factories import documents as make
from tests.factories import seals
from tests.factories.desk import at_desk
from tests.factories.people import PASSWORD, make_actor
from tests.factories.sealed import seal

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 42 42"{more}>'
    '<circle cx="21" cy="21" r="20" fill="none" stroke="#d7000f"/>{inside}</svg>'
)


def svg(inside: str = "", more: str = "") -> bytes:
    return SVG.format(inside=inside, more=more).encode()


def test_a_clear_square_picture_is_taken_and_written_anew():
    assert cleaned(seals.picture())[0] == "image/png"
    kind, written = cleaned(svg("<!-- who drew it --><title>seal</title>"))
    assert kind == "image/svg+xml" and b"who drew it" not in written


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"", "kind"),
        (b"GIF89a", "kind"),
        (seals.picture()[:300], "kind"),
        (seals.picture(200), "size"),
        (seals.picture(500, height=700), "shape"),
        (seals.picture(500, ground=(255, 255, 255, 255)), "opaque"),
        (svg("<script>alert(1)</script>"), "parts"),
        (svg('<image href="https://elsewhere.example/x.png"/>'), "parts"),
        (svg("<text>印</text>"), "parts"),
        (svg(more=' onload="alert(1)"'), "parts"),
        (svg('<path d="M0 0" fill="url(#x)"/>'), "parts"),
        (svg('<rect width="100%" height="100%" fill="#fff"/>'), "opaque"),
        (b'<!DOCTYPE svg [<!ENTITY a "b">]>' + svg(), "kind"),
        (b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"></svg>', "empty"),
    ],
)
def test_what_cannot_be_a_seal_is_refused_by_what_it_holds(data, problem):
    with pytest.raises(Unfit, match=f"^{problem}$"):
        cleaned(data)


def test_the_sandbox_tells_people_what_is_wrong():
    assert taking.look_at(seals.picture())[0] == "image/png"
    with pytest.raises(taking.UnfitPicture, match=r"transparent|透明"):
        taking.look_at(seals.picture(500, ground=(255, 255, 255, 255)))


def test_a_stored_picture_opens_for_its_own_unit_alone(tmp_path, settings):
    settings.DATA_DIR = tmp_path
    stored = vault.locked(seals.picture(), "310000")

    assert vault.opened(stored, "310000") == seals.picture()
    assert b"PNG" not in stored
    assert (tmp_path / "secrets" / "seal_pictures").stat().st_mode & 0o777 == 0o600
    for data, unit in ((stored, "320000"), (stored[:-1] + b"\0", "310000"), (b"", "310000")):
        with pytest.raises(vault.Unopened):
            vault.opened(data, unit)


@pytest.fixture
def demo(settings):
    """Where a password alone confirms an act."""
    settings.DEMO = True


@pytest.mark.django_db
def test_the_seal_keeper_hands_in_a_picture_on_the_page(demo):
    keeper = make_actor("310000", Role.SEAL_KEEPER)
    browser = at_desk(keeper)
    page = browser.get("/seal/picture/")
    assert "样章" in page.content.decode()
    nonce = page.context["form"].confirmation.nonce
    given = {"picture": seals.upload(), "diameter_mm": "45", "proof_nonce": nonce, "proof_password": PASSWORD}

    answer = browser.post("/seal/picture/", given)

    assert answer.status_code == 302, answer.context["form"].errors
    with keeper.acting():
        kept = current.current_picture(keeper.unit)
        assert (kept.diameter_mm, kept.media_type) == (45, "image/png")
        assert hashlib.sha256(current.opened(kept)).hexdigest() == kept.sha256
        assert b"PNG" not in store.read(kept.file_sha256)
        assert [entry.act for entry in timeline(keeper.unit.public_id, kinds=("seal",))] == ["picture_handed_in"]
    assert "data:image/png;base64," in browser.get("/seal/picture/").content.decode()
    assert browser.get("/seal/register.xlsx").status_code == 200


@pytest.mark.django_db
def test_a_picture_that_is_refused_is_explained_beside_its_field(demo):
    browser = at_desk(make_actor("310000", Role.SEAL_KEEPER))
    nonce = browser.get("/seal/picture/").context["form"].confirmation.nonce
    given = {"picture": io.BytesIO(b"GIF89a"), "diameter_mm": "45", "proof_nonce": nonce, "proof_password": PASSWORD}

    answer = browser.post("/seal/picture/", given)

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["picture"]


@pytest.mark.django_db
def test_nobody_but_the_seal_keeper_hands_in_a_picture():
    signatory = make_actor("310000", Role.SIGNATORY)
    with signatory.acting():
        with pytest.raises(NotAllowed):
            taking.hand_in(signatory, seals.picture(), "image/png", diameter_mm=42, prove=make.proof)
        for statement in (
            "SELECT enter_seal_picture('a', 'b', 'image/png', 42::smallint, 'password', '{}')",
            "INSERT INTO sealing_sealpicture (unit_id, sha256, file_sha256, media_type, diameter_mm)"
            " VALUES (1, 'a', 'b', 'image/png', 42)",
        ):
            with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement)
    assert "proof_nonce" not in at_desk(signatory).get("/seal/picture/").content.decode()


def test_the_units_own_picture_stands_on_the_file_and_in_the_register(own_database):
    people = [make_actor(code) for code in ("310000", "320000")]
    document = make.make_document(Status.SIGNED, *people)
    with people[0].acting():
        taking.hand_in(people[0], *reversed(taking.look_at(seals.picture(600))), diameter_mm=50, prove=make.proof)

    document = seal(people, document, own_database)

    with people[0].acting():
        first, second = SealUse.objects.filter(matter=document.matter)
        assert first.picture == SealPicture.objects.get() and second.picture is None
        file = store.read(SealedFile.objects.get(matter=document.matter).sha256)
    fields = PdfReader(io.BytesIO(file)).get_fields()
    sides = {name: field["/Rect"] for name, field in _places(file).items()}
    assert set(sides) <= set(fields)
    assert round((sides["Seal_310000"][2] - sides["Seal_310000"][0]) / 72 * 25.4) == 50
    assert round((sides["Seal_320000"][2] - sides["Seal_320000"][0]) / 72 * 25.4) == 42


def _places(file: bytes) -> dict:
    annotations = [a.get_object() for page in PdfReader(io.BytesIO(file)).pages for a in page.get("/Annots", ())]
    return {a["/T"]: a for a in annotations if a.get("/T", "").startswith("Seal_")}


@pytest.mark.django_db
def test_where_seals_count_none_is_made_by_the_portal(settings):
    people = [make_actor(code) for code in ("310000", "320000")]
    document = make.make_document(Status.SIGNED, *people)
    settings.MODE = "production"

    with pytest.raises(NoPicture):
        current.seal_page(people[0].unit, None)
    with people[0].acting(), pytest.raises(WorkflowError, match=r"picture|印模"):
        finishing.send_to_sealing(people[0], document)


@pytest.mark.django_db
def test_a_lost_certificate_is_stopped_by_its_unit_and_by_no_other():
    fingerprint = seals.registered("310000")
    keeper, stranger = make_actor("310000", Role.SEAL_KEEPER), make_actor("320000", Role.SEAL_KEEPER)
    address = f"/seal/certificates/{fingerprint}/lost/"
    assert at_desk(stranger).post(address, {"reason": "不见了"}).status_code == 404

    assert at_desk(keeper).post(address, {"reason": ""}).status_code == 422
    assert at_desk(keeper).post(address, {"reason": "不见了"}).status_code == 302

    page = at_desk(keeper).get("/seal/certificates/").content.decode()
    assert "不能用印" in page or "cannot seal at present" in page
    with keeper.acting():
        assert [entry.act for entry in timeline(keeper.unit.public_id, kinds=("seal",))] == ["certificate_lost"]
