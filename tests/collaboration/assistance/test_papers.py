"""Papers that a kind wants must be among the files before a request is sent, or replied to; or be excused."""

import re
from io import BytesIO

import pytest

from collaboration.assistance.catalogue import keeping
from collaboration.assistance.catalogue.questions import Question, load
from collaboration.assistance.models import Reply, Status
from collaboration.assistance.workflow import handling, receiving, sending
from collaboration.casefiles import storing
from collaboration.errors import WorkflowError
from collaboration.letters.models import Letter
from tenants.identity.roles import Role
from tests.factories import casefiles, letters
from tests.factories import requests as make
from tests.factories.desk import at_desk
from tests.factories.people import at_home, make_actor

pytestmark = [pytest.mark.django_db, pytest.mark.urls("portal.urls.desk")]
PAPERS = [
    Question("warrant", "paper", "样例委托书", "Warrant", is_required=True),
    Question("photos", "paper", "样例照片", "Photographs"),
]


@pytest.fixture
def with_papers():
    """The kind that asks for both, as the office has saved it."""
    office = make_actor("office", Role.UNIT_ADMINISTRATOR)
    old = make.version_of("enquiry")
    wording = keeping.KindWording(
        old.kind.name, "", "样例", "", "", [*load(old.questions), *PAPERS], load(old.proof), 5, False, True
    )
    with at_home(office):
        keeping.save_kind(office, "enquiry", wording)


def test_nothing_is_sent_before_its_papers_are_there(with_papers):
    nanjing, hefei = make_actor("320100"), make_actor("340100")
    draft = make.make_request(nanjing, hefei.unit, "enquiry")
    with at_home(nanjing), pytest.raises(WorkflowError, match="样例委托书"):
        sending.send(nanjing, draft)
    browser, path = at_desk(nanjing), f"/assistance/{draft.public_id}/send/"
    reason = {"also": "", "answer-photos-why": "样例理由"}
    lacking = browser.post(path, reason)
    page = lacking.content.decode()
    assert lacking.status_code == 422 and 'id="id_answer-warrant_error"' in page and "样例理由" in page
    assert 'id="id_answer-photos_error"' not in page

    file = casefiles.keep(nanjing, draft.matter, name="样例委托书.png")
    page = browser.get(path).content.decode()
    assert f'<option value="{file.public_id}">样例委托书.png</option>' in page and leaves(draft, page) == []
    browser.post(path, {**reason, "answer-warrant": str(file.public_id)})
    sent = make.again(nanjing, draft)
    assert sent.status == Status.SENT
    assert sent.answers["warrant"] == {"file": str(file.public_id)} and sent.answers["photos"] == {
        "without": "样例理由"
    }
    page = at_desk(hefei).get(sent.get_absolute_url()).content.decode()
    assert "见附件" in page and "未附：样例理由" in page

    with at_home(hefei):
        receiving.receive(hefei, sent)
        receiving.return_for_completion(hefei, sent, text="请补充。")
    page = browser.get(f"/assistance/{sent.public_id}/complete/").content.decode()
    assert f'<option value="{file.public_id}" selected>' in page
    with at_home(nanjing):
        sending.complete(nanjing, sent, sending.wording_of(sent), revision=0)
    assert make.again(nanjing, sent).answers["warrant"] == {"file": str(file.public_id)}


def test_copies_to_further_units_wait_for_papers_of_their_own(with_papers):
    nanjing, hefei, jiangsu = make_actor("320100"), make_actor("340100"), make_actor("320000")
    draft = make.make_request(nanjing, hefei.unit, "enquiry")
    file = casefiles.keep(nanjing, draft.matter)
    enclosed = {"warrant": {"file": str(file.public_id)}, "photos": {"without": "样例理由"}}
    with at_home(nanjing):
        sent = sending.send(nanjing, draft, also=[jiangsu.unit], enclosed=enclosed)
        (copy,) = draft.__class__.objects.filter(bundle=sent[0].bundle).exclude(pk=draft.pk).with_units()
    assert [one.pk for one in sent] == [draft.pk]
    assert copy.status == Status.DRAFT and copy.answers["photos"] and "warrant" not in copy.answers


def kept(actor, matter, *, name):
    """A file of the matter that waits to be checked."""
    with at_home(actor):
        return storing.keep(actor, matter, name=name, stream=BytesIO(casefiles.picture(name)))


def leaves(request, page):
    """The buttons of the panel of files that leave the page, and with it what was typed beside them."""
    forms = re.findall(rf'<form[^>]* action="/files/of/{request.public_id}/.*?</form>', page, re.DOTALL)
    return [form for form in forms if re.search(r"<button(?! type=\"button\")", form)]


@pytest.fixture
def answered_with_papers():
    """The kind whose reply has to bring both, as the office has saved it."""
    office, old = make_actor("office", Role.UNIT_ADMINISTRATOR), make.version_of("enquiry")
    proof = [*load(old.proof), *PAPERS]
    wording = keeping.KindWording(old.kind.name, "", "样例", "", "", load(old.questions), proof, 5, False, True)
    with at_home(office):
        keeping.save_kind(office, "enquiry", wording)


def test_nothing_is_replied_before_its_papers_are_there(answered_with_papers):
    nanjing, hefei = make_actor("320100"), make_actor("340100")
    request = make.accept(hefei, make.send(nanjing, make.make_request(nanjing, hefei.unit, "enquiry")))
    browser, here = at_desk(hefei), request.get_absolute_url()
    assert "样例委托书" in browser.get(here).content.decode()  # known before anything is replied
    theirs = kept(nanjing, request.matter, name="对方照片.png")
    with at_home(hefei), pytest.raises(WorkflowError, match="样例委托书") as refusal:
        handling.reply(hefei, request, {"result": "样例", "warrant": {"file": str(theirs.public_id)}})
    assert refusal.value.field == "warrant"
    typed = {"answer-result": "样例答复", "answer-photos-why": "样例理由"}
    lacking = browser.post(f"{here}reply/", typed)
    page = lacking.content.decode()
    assert lacking.status_code == 422 and 'id="id_answer-warrant_error"' in page and "对方照片" not in page
    assert "样例答复" in page and "样例理由" in page and 'id="id_answer-photos_error"' not in page

    file = kept(hefei, request.matter, name="样例委托书.png")
    assert file.shared_at is None
    assert len(leaves(request, browser.get(here).content.decode())) == 2
    assert leaves(request, browser.get(f"{here}reply/").content.decode()) == []
    browser.post(f"{here}reply/", {**typed, "answer-warrant": str(file.public_id)})
    assert make.again(nanjing, request).status == Status.ANSWERED
    with at_home(nanjing):
        given = Reply.objects.get(request=request.pk).answers
        file.refresh_from_db()
        handling.ask_to_complete(nanjing, request, text="样例补充要求")
    assert given["warrant"] == {"file": str(file.public_id)} and given["photos"] == {"without": "样例理由"}
    assert file.shared_at and "见附件" in at_desk(nanjing).get(here).content.decode()
    again = browser.get(f"{here}reply/").content.decode()  # begins with what was said, and with what it lacked
    assert "样例答复" in again and "样例补充要求" in again and f'<option value="{file.public_id}" selected>' in again


def test_a_letter_of_reply_brings_the_papers_too(answered_with_papers):
    nanjing, hefei = make_actor("320100"), make_actor("340100")
    request = make.accept(hefei, make.send(nanjing, make.make_request(nanjing, hefei.unit, "enquiry")))
    letter = letters.write(hefei, request, "reply", sealed=False, answers={"result": "样例"})
    browser, path = at_desk(hefei), f"/letters/{letter.public_id}/"
    assert "样例委托书" in browser.post(f"{path}submit/", follow=True).content.decode()
    file = kept(hefei, request.matter, name="样例委托书.png")
    page = browser.get(f"{path}edit/")
    form = page.context["page"]
    assert leaves(request, page.content.decode()) == []
    assert f'<option value="{file.public_id}">' in page.content.decode()
    typed = {**form.words_form.initial, "code_word": "样例函", "revision": "0", "answer-result": "样例"}
    lacking = browser.post(f"{path}edit/", {name: value for name, value in typed.items() if isinstance(value, str)})
    assert lacking.status_code == 422 and 'id="id_answer-warrant_error"' in lacking.content.decode()
    typed |= {"answer-warrant": str(file.public_id), "answer-photos-why": "样例理由"}
    browser.post(f"{path}edit/", {name: value for name, value in typed.items() if isinstance(value, str)})
    browser.post(f"{path}submit/")
    with at_home(hefei):
        letter = Letter.objects.with_units().get(pk=letter.pk)
    assert letter.status == "submitted" and letter.answers["warrant"] == {"file": str(file.public_id)}
