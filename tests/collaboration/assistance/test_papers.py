"""Papers that a kind wants must be among the files before a request is sent, or be excused where the kind allows it."""

import pytest
from django.utils import translation

from collaboration.assistance.catalogue import keeping
from collaboration.assistance.catalogue.questions import Question, load
from collaboration.assistance.models import Status
from collaboration.assistance.workflow import receiving, sending
from collaboration.errors import WorkflowError
from tenants.identity.roles import Role
from tests.factories import casefiles
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
        with pytest.raises(WorkflowError), translation.override("en"):
            keeping.save_kind(
                office, "enquiry", keeping.KindWording("样例", "", "", "", "", [], PAPERS, 5, False, False)
            )


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
    assert f'<option value="{file.public_id}">样例委托书.png</option>' in browser.get(path).content.decode()
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
