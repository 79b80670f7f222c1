"""A request goes out by letter and its reply comes back by letter: signed, numbered, sealed, read by both units."""

import pytest
from django.utils import translation

from collaboration.approval.clearance import NotCleared
from collaboration.approval.models import StepKind
from collaboration.approval.models.chains import Planned
from collaboration.approval.workflow import deciding, submitting
from collaboration.assistance.models import KindVersion, Status
from collaboration.assistance.workflow import handling, receiving, sending
from collaboration.errors import NotAllowed, WorkflowError
from collaboration.letters.models import Letter, State
from collaboration.letters.practice import way_of
from collaboration.letters.workflow import going_out, signing, writing
from collaboration.numbering.models import DocumentNumber
from collaboration.publication.verification import Verdict, verify_code, verify_file
from collaboration.sealing import files
from collaboration.service.workflow import finishing, serving
from tenants.audit.timeline import timeline
from tenants.files import store
from tenants.identity.roles import Role
from tests.factories import letters as make
from tests.factories import requests, services
from tests.factories.approvals import give_chain, waiting_step
from tests.factories.desk import at_desk
from tests.factories.documents import proof
from tests.factories.people import at_home, make_actor
from tests.factories.sealed import register_seals
from tests.workers import work

ALL = (Role.HANDLER, Role.SIGNATORY, Role.SEAL_KEEPER)


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.mark.urls("portal.urls.desk")
def test_a_service_goes_out_and_comes_back_by_sealed_letters_as_its_kind_provides(own_database):
    nanjing, hefei, third = make_actor("320100", *ALL), make_actor("340100", *ALL), make_actor("330000", *ALL)
    make.as_kinds_provide()
    register_seals("320100", "340100")
    request = requests.make_request(nanjing, hefei.unit, "service")
    with at_home(nanjing), pytest.raises(WorkflowError, match="go out by letter"):
        sending.send(nanjing, request)
    letter = make.sign(nanjing, nanjing, make.write(nanjing, request, "request"))
    assert "样例受送达人" not in letter.text and letter.number == "测320〔2026〕1号"
    make.release(nanjing, letter)
    make.finish(letter)
    with at_home(nanjing):
        sealed = Letter.objects.with_units().get()
        assert sealed.status == State.SEALED
    with at_home(hefei):
        assert not Letter.objects.exists()  # nothing is told before it goes out
    request = requests.send(nanjing, request)
    with at_home(hefei):
        assert [one.number for one in Letter.objects.visible_to(hefei)] == [letter.number]
    with at_home(third):
        assert (
            not Letter.objects.visible_to(third).exists()
            and not DocumentNumber.objects.filter(pk__gt=0, unit=nanjing.unit).exists()
        )
    assert not store.path_of(sealed.file_sha256).read_bytes().startswith(b"%PDF")  # locked with the key of its matter
    with at_home(hefei):
        data = files.read_concealed(sealed.matter, sealed.file_sha256)
    assert verify_file(data).verdict == Verdict.GENUINE
    told = verify_code(letter.check_code)
    assert told.verdict == Verdict.GENUINE and told.known.facts[0][1] == nanjing.unit.name and told.document is None
    request = requests.accept(hefei, request)
    thanks = make.sign(hefei, hefei, make.write(hefei, request, "acknowledgement", sealed=False))
    with at_home(hefei):
        service = serving.begin(hefei, request)
    services.tell(hefei, service)
    with at_home(hefei):
        service = finishing.finish(hefei, service)
        with pytest.raises(WorkflowError, match="go out by letter"):
            handling.reply(hefei, request, requests.PROOFS["service"])
    services.release(hefei, service)
    page = at_desk(hefei).get(f"/letters/on/{request.public_id}/service/").context["page"]
    begun = page.answers.initial["result"]
    assert service.check_code in begun and begun.splitlines()[0] in page.words_form.initial["text"]
    back = make.sign(hefei, hefei, make.write(hefei, request, "service"))
    make.release(hefei, back)
    work("sealer", own_database)
    with at_home(hefei):
        going_out.hand_over(hefei, thanks)
        going_out.hand_over(hefei, back)
    with at_home(nanjing):
        assert {one.sort for one in Letter.objects.visible_to(nanjing)} == {"request", "acknowledgement", "service"}
        assert request.replies.get().answers == requests.PROOFS["service"]
        handling.confirm(nanjing, request)
        assert [one.act for one in timeline(request.public_id)][:3] == ["confirmed", "replied", "acknowledged"]
    assert requests.again(nanjing, request).status == Status.CLOSED


@pytest.mark.django_db
def test_the_kinds_that_go_by_letter_are_those_agreed_on():
    make.as_kinds_provide()
    unit = make_actor("320100").unit
    by_letter = {one.kind_id: way_of(unit, one).by_letter for one in KindVersion.objects.all()}
    letters = {"evidence", "service", "determination", "files", "transfer", "judicial"}
    assert by_letter == {**dict.fromkeys(letters, True), **dict.fromkeys(["enquiry", "lead", "support"], False)}


@pytest.mark.django_db
@pytest.mark.urls("portal.urls.desk")
def test_the_pages_from_the_draft_to_the_hand_over():
    nanjing, hefei = make_actor("320100", *ALL), make_actor("340100", *ALL)
    make.goes_by_letter(nanjing.unit, sealed=False)
    request = requests.make_request(nanjing, hefei.unit)
    browser = at_desk(nanjing)
    page = browser.get(request.get_absolute_url()).content.decode()
    begin = f"/letters/on/{request.public_id}/request/"
    assert begin in page and f"{request.public_id}/send/" not in page
    shown = {**browser.get(begin).context["page"].words_form.initial, "code_word": "样例函", "is_to_be_sealed": ""}
    answer = browser.post(begin, shown)
    assert answer.status_code == 302
    at = answer["Location"]
    assert browser.post(begin, {**shown, "title": ""}).status_code == 422
    assert browser.post(f"{at}edit/", {**shown, "revision": "0", "text": "另一样例。"}).status_code == 302
    assert browser.post(f"{at}edit/", {**shown, "revision": "0"}).status_code == 422  # somebody else was faster
    browser.post(f"{at}submit/")
    assert browser.get(f"{at}sign/").status_code == 200
    browser.post(f"{at}return/", {"reason": "样例理由。"})
    browser.post(f"{at}submit/")
    with at_home(nanjing):
        letter = Letter.objects.with_units().get()
        signing.sign(nanjing, letter, content_hash=letter.content_hash, prove=proof)
    make.finish(letter)
    assert f"/assistance/{request.public_id}/send/" in browser.get(at).content.decode()
    assert b"".join(browser.get(f"{at}file/")).startswith(b"%PDF")
    assert at_desk(hefei).get(at).status_code == 404
    browser.post(f"/assistance/{request.public_id}/send/", {"also": ""})
    theirs = at_desk(hefei).get(at)
    assert theirs.status_code == 200 and "样例理由" not in theirs.content.decode()
    assert at_desk(make_actor("330000")).get(f"{at}file/").status_code == 404


@pytest.mark.django_db
def test_who_may_and_what_the_unit_sets():
    nanjing, hefei = make_actor("320100"), make_actor("340100", Role.HANDLER)
    make.goes_by_letter(hefei.unit)
    request = requests.send(nanjing, requests.make_request(nanjing, hefei.unit))
    with at_home(hefei):
        receiving.receive(hefei, request)
        with pytest.raises(WorkflowError, match="signatory declines"):
            receiving.decline(hefei, request, why="other", reason="样例理由。")
        receiving.accept(hefei, request)
    request = requests.again(hefei, request)
    letter = make.write(hefei, request, "reply", sealed=False)
    assert make.write(hefei, request, "reply").pk == letter.pk  # a double click makes one
    with at_home(nanjing), pytest.raises(NotAllowed):
        going_out.hand_over(nanjing, letter)


@pytest.mark.django_db
@pytest.mark.urls("portal.urls.desk")
def test_the_administrator_sets_the_way_of_each_kind():
    administrator = make_actor("320100", Role.UNIT_ADMINISTRATOR)
    browser = at_desk(administrator)
    assert browser.get("/letters/practice/").status_code == 200
    assert (
        browser.post("/letters/practice/", {"evidence-way": "sealed", "every-kind-way": "handler"}).status_code == 302
    )
    page = browser.get("/letters/practice/")
    set_ways = {kind.code: form.initial["way"] for kind, form in page.context["forms"] if kind}
    assert set_ways["evidence"] == "sealed" and set_ways["files"] == ""
    assert at_desk(make_actor("320100")).get("/letters/practice/").status_code == 403


@pytest.mark.django_db
def test_a_letter_is_submitted_to_the_signatory_once_the_units_own_chain_has_let_its_text_pass():
    nanjing, hefei = make_actor("320100", *ALL), make_actor("340100")
    make.goes_by_letter(nanjing.unit)
    give_chain("320100", "send", Planned(StepKind.REVIEW, role=Role.APPROVER), kind="assistance")
    approver = make_actor("320100", Role.APPROVER)
    request = requests.make_request(nanjing, hefei.unit)
    letter = make.write(nanjing, request, "request", sealed=False)
    with at_home(nanjing), pytest.raises(NotCleared, match="own approval precedes"):
        writing.submit(nanjing, letter)
    agree(nanjing, approver, request)
    with at_home(nanjing):
        changed = writing.Words(
            letter.title, letter.recipients, "另一样例。", code_word="样例函", is_to_be_sealed=False
        )
        letter = writing.save(nanjing, letter, changed, revision=0)
        with pytest.raises(NotCleared, match="changed afterwards"):
            writing.submit(nanjing, letter)
    agree(nanjing, approver, request)
    letter = make.sign(nanjing, nanjing, letter)
    make.finish(letter)
    assert requests.send(nanjing, request).status == Status.SENT


def agree(handler, approver, request):
    """Submitted in the house, and agreed to."""
    with at_home(handler):
        submitting.submit(handler, request.matter, "send")
    with at_home(approver):
        deciding.agree(approver, waiting_step(approver, request))
