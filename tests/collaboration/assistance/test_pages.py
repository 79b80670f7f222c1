"""The pages of a request over HTTP, as the people of both units use them."""

from datetime import timedelta

import pytest
from django.utils import timezone, translation

from collaboration.assistance.catalogue.questions import Question
from collaboration.assistance.models import AssistanceRequest, KindVersion, Status, Subject
from tenants.audit.models import Record
from tenants.identity.roles import Role
from tests.factories import requests
from tests.factories.desk import at_desk
from tests.factories.people import at_home, make_actor

pytestmark = [pytest.mark.django_db, pytest.mark.urls("portal.urls.desk")]


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def nanjing():
    return make_actor("320100")


@pytest.fixture
def hefei():
    return make_actor("340100")


def filled(**changed):
    answers = {f"answer-{name}": value for name, value in requests.ANSWERS["evidence"].items()}
    day = (timezone.localdate() + timedelta(days=20)).isoformat()
    return {"title": "样例事项", "wanted_on": day, "contact": "样例", "contact_phone": "1", "form_key": "x",
            "revision": "0", **answers, **changed}  # fmt: skip


def test_from_the_kind_to_the_sending(nanjing, hefei):
    browser = at_desk(nanjing)
    assert "协助调查取证".encode() in browser.get("/assistance/new/", HTTP_ACCEPT_LANGUAGE="zh-hans").content
    found = browser.get("/assistance/new/evidence/?q=合肥").content.decode()
    assert "/assistance/new/evidence/340100/" in found
    assert "?under=340000" in browser.get("/assistance/new/evidence/").content.decode()
    assert "/assistance/new/evidence/340100/" in browser.get("/assistance/new/evidence/?under=340000").content.decode()
    assert browser.get("/assistance/new/evidence/340100/").status_code == 200
    answer = browser.post("/assistance/new/evidence/340100/", filled())
    assert answer.status_code == 302
    page = browser.get(answer["Location"])
    assert page.status_code == 200 and hefei.unit.name in page.content.decode()
    browser.post(answer["Location"], {"also": ""})
    with at_home(hefei):
        sent = AssistanceRequest.objects.with_units().get()
    assert sent.status == Status.SENT
    assert at_desk(hefei).get(sent.get_absolute_url()).status_code == 200


def test_what_was_typed_stays_when_it_is_refused(nanjing, hefei):
    answer = at_desk(nanjing).post("/assistance/new/evidence/340100/", filled(wanted_on="2020-01-01", title="我的样例"))
    assert answer.status_code == 422 and "我的样例" in answer.content.decode()
    with at_home(nanjing):
        assert not AssistanceRequest.objects.exists()


def test_personal_data_are_masked_until_opened_and_the_opening_is_recorded(nanjing, hefei):
    request = requests.send(nanjing, requests.make_request(nanjing, hefei.unit))
    browser = at_desk(hefei)
    assert "样例当事人" not in browser.get(request.get_absolute_url()).content.decode()
    opened = browser.post(f"{request.get_absolute_url()}personal/")
    assert "样例当事人" in opened.content.decode()
    with at_home(hefei):
        assert Record.objects.filter(chain=request.public_id, act="opened_confidences").exists()


def test_every_step_has_its_page(nanjing, hefei):
    request = requests.send(nanjing, requests.make_request(nanjing, hefei.unit))
    theirs, ours, here = at_desk(hefei), at_desk(nanjing), request.get_absolute_url()
    theirs.post(f"{here}receive/")
    for step in ("decline", "return", "forward", "ask"):
        assert theirs.get(f"{here}{step}/").status_code == 200, step
    theirs.post(f"{here}return/", {"text": "请补充"})
    assert ours.get(f"{here}complete/").status_code == 200
    ours.post(f"{here}complete/", filled())
    theirs.post(f"{here}accept/")
    for step in ("report", "split", "reply", "ask"):
        assert theirs.get(f"{here}{step}/").status_code == 200, step
    theirs.post(f"{here}report/", {"text": "已到现场"})
    proof = requests.typed(requests.PROOFS["evidence"])
    assert theirs.post(f"{here}reply/", {**proof, "answer-result": ""}).status_code == 422
    theirs.post(f"{here}reply/", proof)
    assert "已到现场" in ours.get(here).content.decode()
    ours.post(f"{here}confirm/")
    assert requests.again(nanjing, request).status == Status.CLOSED


def test_the_office_keeps_kinds_with_versions(nanjing):
    office = make_actor("office", Role.UNIT_ADMINISTRATOR)
    browser = at_desk(office)
    page = browser.get("/assistance/catalogue/kinds/evidence/")
    assert page.status_code == 200
    form = page.context["page"]
    data = {}
    for part in (form.questions, form.proof):
        data |= {
            f"{part.prefix}-TOTAL_FORMS": part.total_form_count(),
            f"{part.prefix}-INITIAL_FORMS": part.initial_form_count(),
        }
        for one in part:
            data |= {one.add_prefix(name): value for name, value in one.initial.items() if value not in (None, False)}
    data |= {name: form.head.initial[name] for name in form.head.fields if form.head.initial.get(name)} | {"days": "7"}
    assert browser.post("/assistance/catalogue/kinds/evidence/", data).status_code == 302
    newest, old = KindVersion.objects.filter(kind="evidence").order_by("-number")
    assert (newest.number, newest.days) == (2, 7)
    assert (newest.questions, newest.proof) == (old.questions, old.proof)  # the helps in both languages too
    shown = browser.get("/assistance/catalogue/kinds/evidence/?version=1")
    assert shown.context["page"] is None and "As your unit numbers it" in str(old.questions)
    assert at_desk(nanjing).post("/assistance/catalogue/kinds/evidence/", data).status_code == 403
    further, new = "/assistance/catalogue/kinds/new/", {**data, "code": "further", "name": "样例新类型"}
    assert browser.get(further).status_code == 200 and at_desk(nanjing).get(further).status_code == 403
    twice = browser.post(further, {**new, "code": "enquiry"})
    assert twice.status_code == 422 and 'id="id_code_error"' in twice.content.decode()
    assert browser.post(further, new).status_code == 302 and KindVersion.objects.get(kind="further").questions
    assert "样例新类型" in at_desk(nanjing).get("/assistance/new/").content.decode()
    for address in ("", "agreed/", "competences/"):
        assert browser.get(f"/assistance/catalogue/{address}").status_code == 200
        assert at_desk(nanjing).get(f"/assistance/catalogue/{address}").status_code == 200


def test_what_is_not_agreed_is_refused_before_it_is_sent(nanjing, hefei):
    browser = at_desk(make_actor("office", Role.UNIT_ADMINISTRATOR))
    line = {"kind": "evidence", "one": "320100", "other": "340000", "is_agreed": "no", "since": "2026-01-01"}
    assert browser.post("/assistance/catalogue/agreed/", line).status_code == 302
    draft = requests.make_request(nanjing, hefei.unit)
    answer = at_desk(nanjing).post(f"{draft.get_absolute_url()}send/", {"also": ""})
    assert answer.status_code == 422 and "协作清单没有约定" in answer.content.decode()


def test_a_wrong_addressee_is_pointed_out_with_the_right_one(nanjing, hefei):
    browser = at_desk(make_actor("office", Role.UNIT_ADMINISTRATOR))
    line = {"subject": "waste", "unit": "330000", "area": "330000", "since": "2026-01-01"}
    assert browser.post("/assistance/catalogue/competences/", line).status_code == 302
    draft = requests.make_request(nanjing, hefei.unit, area="330000", subject=Subject.objects.get(pk="waste"))
    page = at_desk(nanjing).get(f"{draft.get_absolute_url()}send/").content.decode()
    assert "浙江省住房和城乡建设厅" in page


def test_several_answers_are_joined_as_in_the_readers_language():
    wanted = Question("wanted", "several", "样例", choices=(("a", "样例甲", "Sample A"), ("b", "样例乙", "Sample B")))
    assert wanted.shown(["a", "b"]) == "Sample A, Sample B"
    with translation.override("zh-hans"):
        assert wanted.shown(["a", "b"]) == "样例甲、样例乙"
