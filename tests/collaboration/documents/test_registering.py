"""Documents signed before the portal: registered with their scan, confirmed, never sealed, and called so everywhere."""

import json
from datetime import date
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from collaboration.archive.models import Item as ArchiveItem
from collaboration.dispatch.models import Dispatch
from collaboration.documents.evidence import bundle
from collaboration.documents.models import JointDocument, Registration, Status
from collaboration.documents.workflow import afterwards, publishing, registering
from collaboration.errors import NotAllowed, WorkflowError, WrongState
from collaboration.numbering.former_register import Entry
from collaboration.numbering.models import DocumentNumber
from collaboration.numbering.workflow import take_over
from collaboration.publication import formats, open_data, presentation, taking_down
from collaboration.publication.models import PublishedDocument, Validity
from collaboration.publication.validity import validity_of
from collaboration.publication.verification import Verdict, verify_code, verify_file
from collaboration.publication.verify_views import words
from collaboration.sealing.authority import Authority
from collaboration.sealing.models import SealedFile, SealUse
from tenants.identity.roles import Role
from tests.collaboration.documents.test_evidence import asked, checked
from tests.factories.clearances import clear
from tests.factories.desk import at_desk
from tests.factories.dispatched import issue
from tests.factories.documents import SCAN, again
from tests.factories.people import PASSWORD, at_home, make_actor
from tests.factories.registrations import SIGNED_ON, TITLE, confirm, enter, facts, make_registered
from tests.workers import work


@pytest.fixture
def author():
    return make_actor("310000")


@pytest.fixture
def js():
    return make_actor("320000")


@pytest.mark.django_db
def test_only_the_registering_unit_sees_it_until_its_signatory_confirms(author, js):
    handler, signatory = make_actor("310000", Role.HANDLER), make_actor("310000", Role.SIGNATORY)
    document = enter(handler, js)
    page = f"/documents/{document.public_id}/"

    assert [at_desk(one).get(page).status_code for one in (handler, signatory, js)] == [200, 200, 404]
    assert at_desk(js).get(f"{page}registration/scan/").status_code == 404
    with handler.acting(), pytest.raises(NotAllowed):
        registering.confirm(handler, document, digest="x", prove=None)
    with handler.acting():
        registering.change(handler, document, facts(handler, js, title="样例事项早期协议", number=""))
    document = confirm(signatory, document)

    assert (document.status, document.title, document.number) == (Status.SEALED, "样例事项早期协议", "")
    assert "平台启用前签署" in at_desk(js).get(page).text
    assert at_desk(js).get(f"{page}registration/scan/").content == SCAN
    assert at_desk(js).get(f"{page}file/").status_code == 200
    with js.acting():
        file = SealedFile.objects.get(matter=document.matter)
        assert (file.is_scan, file.on_paper) == (True, [author.unit.pk, js.unit.pk])
        assert not SealUse.objects.exists()
    with signatory.acting(), pytest.raises(WrongState):
        registering.change(handler, document, facts(handler, js))


@pytest.mark.django_db
def test_what_cannot_be_is_refused(author, js):
    with author.acting():
        for wrong in (
            facts(js),
            facts(author, author),
            facts(author, validity=Validity.REPEALED),
            facts(author, validity=Validity.REPEALED, validity_since=SIGNED_ON),
            facts(author, title="绝密★样例"),
        ):
            with pytest.raises(WorkflowError):
                registering.register(author, wrong, scan=SCAN)
        with pytest.raises(WorkflowError):
            registering.register(author, facts(author), scan=b"\xff\xd8\xff picture \xff\xd9")
    document = enter(author, js)
    for outsider in (js, make_actor("330000"), make_actor("310000", Role.HANDLER)):
        with outsider.acting(), pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT confirm_registration(%s, 'x', 'x', '{}')", [document.public_id])
    with author.acting():
        with pytest.raises(DatabaseError), transaction.atomic():
            Registration.objects.filter(document=document).update(check_code="X")
        confirmed = confirm(author, document)
        assert Registration.objects.filter(document=confirmed).update(number="x") == 0


@pytest.mark.django_db
def test_the_units_named_under_it_confirm_or_object_and_an_objection_holds_publication_up(author, js):
    zj = make_actor("330000")
    document = make_registered(author, js, zj)
    with js.acting():
        registering.object_to(js, again(js, document), reason="扫描件缺第二页。")
    assert "对登记有异议" in at_desk(author).get(f"/documents/{document.public_id}/").text
    confirm(zj, document)
    clear(author, document)
    with author.acting(), pytest.raises(WorkflowError, match="有异议"):
        publishing.publish_document(author, document)
    with js.acting(), pytest.raises(WrongState):
        registering.object_to(js, again(js, document), reason="再次。")
    confirm(js, document)
    with js.acting(), pytest.raises(WrongState):
        confirm(js, document)
    with author.acting():
        publishing.publish_document(author, document)


@pytest.mark.django_db
def test_its_number_counts_in_the_ledger_only_from_the_former_register(author, js):
    entry = Entry("样城管", 2021, 7, TITLE, None)
    with author.acting():
        before, other = make_registered(author, js), make_registered(author, js, number="样城管〔2021〕8号")
        assert not DocumentNumber.objects.exists()
        take_over(author, [entry])
        linked = DocumentNumber.objects.get(matter__isnull=False)
        assert (linked.matter_id, linked.state, str(linked)) == (before.pk, "imported", "样城管〔2021〕7号")
    assert (again(author, before).number, again(author, other).number) == ("样城管〔2021〕7号", "样城管〔2021〕8号")


@pytest.mark.django_db
def test_published_it_is_called_earlier_everywhere(author, js):
    document = make_registered(author, js, in_force_until=date(2023, 12, 31))
    code = document.registration.check_code
    found = verify_file(SCAN)
    assert (found.verdict, found.is_earlier, found.on_paper) == (
        Verdict.GENUINE,
        True,
        [author.unit.name, js.unit.name],
    )
    assert "登记的扫描件" in words(found)
    clear(author, document)
    with author.acting():
        publishing.publish_document(author, document)
    published = PublishedDocument.objects.get()

    assert (published.is_earlier, published.issued_on, published.effective_on) == (True, SIGNED_ON, SIGNED_ON)
    assert (validity_of(published, date(2022, 1, 1)), validity_of(published)) == (Validity.IN_FORCE, Validity.EXPIRED)
    found = verify_file(SCAN)
    assert (found.verdict, found.document, found.on_paper) == (
        Verdict.OUTDATED, published, [author.unit.name, js.unit.name],
    )  # fmt: skip
    assert "平台启用前" in words(found)
    assert (verify_code(code).is_earlier, verify_file(SCAN + b" ").verdict) == (True, Verdict.UNKNOWN)
    assert presentation.as_data(published, None, author.unit.tenant)["is_earlier"] is True
    assert [row["is_earlier"] for row in open_data.rows(author.unit.tenant)] == [True]
    assert formats.plain_text(published)
    sent = issue(author, again(author, document), "330000")
    recipient = at_desk(make_actor("330000"))
    assert "有效期届满" in recipient.get(f"/dispatch/{sent.public_id}/").text
    with author.acting():
        taking_down.take_down(author, published, reason="样例撤下理由。")
    assert "样例撤下理由。" in recipient.get(f"/dispatch/{sent.public_id}/").text
    with author.acting():
        taking_down.put_back(author, published, reason="样例恢复。")
    with author.acting():
        again_in_force = afterwards.note_validity(
            author, again(author, document), validity=Validity.IN_FORCE, since=date(2024, 1, 1), reason="续签。"
        )
    assert validity_of(published) == again_in_force.validity


def test_it_is_kept_filed_and_proven_without_a_seal(own_database, tmp_path: Path, capsys):
    author, js = make_actor("320100"), make_actor("340100")
    Authority.of_installation().platform()
    document = confirm(js, make_registered(author, js))
    work("sealer", own_database)
    for actor in (author, js):
        with at_home(actor):
            assert ArchiveItem.objects.get(about=document.public_id).title == TITLE
    lead = make_actor("310000")
    with lead.acting():
        assert Dispatch.objects.get(about=document.public_id).purpose == "filing"

    files = asked(author, document, own_database)
    assert files["document.pdf"] == SCAN
    status, said = checked(tmp_path, bundle.pack(files))
    assert (status, "signed before the portal; only eyes can judge the scan" in said) == (0, True), said
    forged = files | {"registration.json": files["registration.json"].replace(b"2021", b"2022")}
    assert checked(tmp_path, bundle.pack(forged))[0] == 1
    path = tmp_path / "scan.pdf"
    path.write_bytes(SCAN)
    with author.acting():
        call_command("verify_document", str(path), "--json")
    assert json.loads(capsys.readouterr().out)["as_signed"] is True


@pytest.mark.django_db
def test_pages_lead_from_the_scan_to_the_word_of_both_units(author, js, settings):
    settings.DEMO = True
    browser = at_desk(author)
    given = {
        "title": TITLE, "kind": "agreement", "number": "", "validity": "in_force",
        "units": f"{author.unit.name}\n{js.unit.name}",
        "dated_on": "2021-06-23", "in_force_from": "2021-06-23",
        "scan": SimpleUploadedFile("scan.pdf", SCAN, "application/pdf"),
    }  # fmt: skip
    wrong = browser.post("/documents/register/", given | {"units": "不存在的单位", "scan": ""})
    assert (wrong.status_code, "不存在的单位" in wrong.text) == (422, True)
    page = browser.post("/documents/register/", given, follow=True)
    with author.acting():
        document = JointDocument.objects.with_matter().get(title=TITLE)
    base = f"/documents/{document.public_id}/registration/"
    assert f"{base}confirm/" in page.text
    changed = browser.post(base, given | {"number": "样城管〔2021〕9号", "scan": ""}, follow=True)
    assert "样城管〔2021〕9号" in changed.text
    for actor, step in ((author, "confirm"), (js, "agree")):
        page = at_desk(actor).get(f"{base}{step}/")
        nonce = page.text.split('name="proof_nonce" value="')[1].split('"')[0]
        proven = {**page.context["form"].initial, "proof_nonce": nonce, "proof_password": PASSWORD}
        at_desk(actor).post(f"{base}{step}/", proven)
    with js.acting():
        shown = at_desk(js).get(f"/documents/{document.public_id}/")
        assert shown.text.count("已确认登记") >= 2
    assert "平台启用前签署" in at_desk(js).get("/documents/").text
