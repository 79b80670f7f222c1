"""What is entered wrongly meets a clear sentence and nothing is lost; what the calendar may close, and what never."""

from datetime import timedelta

import pytest
from django.utils import timezone, translation

from collaboration.assistance.case_numbers import plain_number
from collaboration.assistance.catalogue import keeping
from collaboration.assistance.models import AssistanceRequest, Status
from collaboration.assistance.workflow import closing, handling, receiving, sending
from collaboration.deadlines.models import Deadline
from collaboration.errors import WorkflowError
from tenants.audit.models import Record
from tenants.audit.timeline import timeline
from tenants.units.models import Unit
from tests.factories import requests
from tests.factories.desk import at_desk
from tests.factories.people import at_home, make_actor
from tests.ownership import as_owner

pytestmark = [pytest.mark.django_db, pytest.mark.urls("portal.urls.desk")]


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


def test_sentences_for_what_cannot_be_sent():
    nanjing, hefei = make_actor("320100"), make_actor("340100")
    draft = requests.make_request(nanjing, hefei.unit)
    browser, path = at_desk(nanjing), f"/assistance/{draft.public_id}/send/"
    many = browser.post(path, {"also": "\n".join(f"单位{n}" for n in range(5000))})
    assert many.status_code == 422 and "最多发给 50 个单位" in many.content.decode()
    assert "单位0\n" in many.content.decode() and "单位4999" in many.content.decode()  # what was typed is all there
    assert "不能向本单位提出请求" in browser.get("/assistance/new/evidence/320100/").content.decode()
    assert "没有这个单位”" in browser.post(path, {"also": "没有这个单位"}).content.decode()
    own = requests.make_request(nanjing, nanjing.unit)
    with at_home(nanjing), pytest.raises(WorkflowError, match="does not ask itself"):
        sending.send(nanjing, own)
    with as_owner():
        AssistanceRequest.objects.filter(pk=draft.pk).update(wanted_on=timezone.localdate() - timedelta(days=1))
    with at_home(nanjing), pytest.raises(WorkflowError, match="lies in the past"):
        sending.send(nanjing, draft)
    with at_home(nanjing):
        kept = AssistanceRequest.objects.with_units().get(pk=draft.pk)
        assert kept.status == Status.DRAFT and kept.answers == draft.answers
    open_one = requests.make_request(nanjing, hefei.unit, answers={})
    page = browser.get(f"/assistance/{open_one.public_id}/edit/").content.decode()
    assert "（发出前必填）" in page


def test_no_circles_and_nothing_split_into_nothing():
    nanjing, hefei = make_actor("320100"), make_actor("340100")
    request = requests.accept(hefei, requests.send(nanjing, requests.make_request(nanjing, hefei.unit)))
    with at_home(hefei), pytest.raises(WorkflowError, match="at least one part"):
        handling.split(hefei, request, [])
    other = requests.send(nanjing, requests.make_request(nanjing, hefei.unit))
    with at_home(hefei):
        receiving.receive(hefei, other)
        with pytest.raises(WorkflowError, match="had this request already"):
            receiving.forward(hefei, other, nanjing.unit, reason="样例理由。")


def refused(answer, field, *typed):
    """Whether the page stands again with its error beside the field, and with what was typed."""
    page = answer.content.decode()
    return answer.status_code == 422 and f'id="id_{field}_error"' in page and all(words in page for words in typed)


def test_errors_stand_beside_their_fields_with_what_was_typed():
    jiangsu, zhejiang = make_actor("320000"), make_actor("330000")
    request = requests.send(jiangsu, requests.make_request(jiangsu, zhejiang.unit))
    theirs, here = at_desk(zhejiang), request.get_absolute_url()
    theirs.post(f"{here}receive/")
    typed = {"reason": "样例转办理由"}
    assert refused(theirs.post(f"{here}forward/", {"unit": "320000", **typed}), "unit", *typed.values())
    assert refused(theirs.post(f"{here}forward/", {"unit": "330000", **typed}), "unit", *typed.values())
    assert refused(theirs.post(f"{here}forward/", {"unit": "没有这个单位", **typed}), "unit", *typed.values())
    assert refused(theirs.post(f"{here}decline/", {"why": "other", "reason": " "}), "reason")
    assert refused(theirs.post(f"{here}return/", {"text": " "}), "text")
    theirs.post(f"{here}accept/")
    part = {"title": "样例分项", "wanted_on": "2099-01-01"}
    assert refused(theirs.post(f"{here}split/", {**part, "unit": "320000"}), "unit", "样例分项")
    assert refused(theirs.post(f"{here}split/", {**part, "unit": "", "title": " "}), "title", "2099-01-01")
    assert refused(theirs.post(f"{here}split/", {**part, "unit": "340000", "wanted_on": "2020-01-01"}), "wanted_on")
    assert requests.again(zhejiang, request).status == Status.ACCEPTED
    with at_home(zhejiang):
        assert AssistanceRequest.objects.count() == 1
    draft = requests.make_request(jiangsu, zhejiang.unit)
    send = f"{draft.get_absolute_url()}send/"
    assert refused(at_desk(jiangsu).post(send, {"also": "340000\n320000"}), "also", "340000")
    assert requests.again(jiangsu, draft).status == Status.DRAFT


def test_a_draft_to_a_unit_that_left_goes_to_another():
    nanjing, hefei, anhui = make_actor("320100"), make_actor("340100"), make_actor("340000")
    draft = requests.make_request(nanjing, hefei.unit)
    with as_owner():
        Unit.objects.filter(pk=hefei.unit.pk).update(closed_on=timezone.localdate(), successor=anhui.unit)
    browser, here = at_desk(nanjing), draft.get_absolute_url()
    page = browser.get(f"{here}send/").content.decode()
    assert "已不存在" in page and anhui.unit.name in page and f"{here}edit/#id_addressee" in page
    with at_home(nanjing), pytest.raises(WorkflowError, match="does not exist"):
        sending.send(nanjing, draft)
    answers = {f"answer-{name}": value for name, value in requests.ANSWERS["evidence"].items()}
    typed = {"title": "样例事项", "wanted_on": "2099-01-01", "contact": "样例", "contact_phone": "1", "revision": "0",
             **answers}  # fmt: skip
    for wrong in ("320100", "340100", "没有这个单位"):
        assert refused(browser.post(f"{here}edit/", {**typed, "addressee": wrong}), "addressee", "样例事实"), wrong
    assert browser.post(f"{here}edit/", {**typed, "addressee": "330000"}).status_code == 302
    assert requests.again(nanjing, draft).addressee.code == "330000"


def test_who_forwarded_it_no_longer_reads_why_it_is_declined():
    nanjing, anhui, hefei = make_actor("320000"), make_actor("340000"), make_actor("340100")
    request = requests.send(nanjing, requests.make_request(nanjing, anhui.unit))
    with at_home(anhui):
        receiving.receive(anhui, request)
        receiving.forward(anhui, request, hefei.unit, reason="样例转办理由。")
    with at_home(hefei):
        receiving.receive(hefei, request)
        receiving.decline(hefei, request, why="other", reason="样例谢绝理由。")
    seen, ground = {}, "其他理由"
    for actor in (nanjing, anhui, hefei):
        page = at_desk(actor).get(request.get_absolute_url()).content.decode()
        assert (ground in page) == (actor is not anhui)
        with at_home(actor):
            seen[actor.unit.code] = str([entry.texts for entry in timeline(request.public_id)])
    assert "样例谢绝理由" in seen["320000"] and "样例谢绝理由" in seen["340100"]
    assert "样例谢绝理由" not in seen["340000"] and "样例转办理由" in seen["340000"]


def test_the_calendar_closes_enquiries_and_nothing_else():
    nanjing, hefei = make_actor("320100"), make_actor("340100")
    made = {kind: requests.make_request(nanjing, hefei.unit, kind) for kind in ("enquiry", "evidence")}
    for kind, one in made.items():
        made[kind] = requests.reply(hefei, requests.accept(hefei, requests.send(nanjing, one)))
    with as_owner():
        assert closing.close_unasked() == 0
        clocks = Deadline.objects.filter(waiting__step="confirm")
        assert [one.waiting.matter_id for one in clocks] == [made["enquiry"].pk]
        clocks.update(due_at=timezone.now())
        assert (closing.close_unasked(), closing.close_unasked()) == (1, 0)
        assert Record.objects.filter(chain=made["enquiry"].public_id, act="closed_by_calendar").count() == 1
    assert requests.again(nanjing, made["enquiry"]).status == Status.CLOSED
    assert requests.again(nanjing, made["evidence"]).status == Status.ANSWERED
    assert closing.closes_by_itself(made["evidence"].kind_version) is False
    with pytest.raises(WorkflowError, match="never closes"):
        keeping.save_kind(hefei, "transfer", _wording(made["evidence"]))


def _wording(request):
    return keeping.KindWording("样例", "", "样例", "", "", [], [], 5, True, closes_by_itself=True)


def test_a_case_number_is_one_however_it_was_typed():
    assert (
        plain_number("演示立〔2026〕7号") == plain_number("演示立 [2026] 7号") == plain_number("演示立（２０２６）7号")
    )
    nanjing, hefei, third = make_actor("320100"), make_actor("340100"), make_actor("330000")
    requests.make_request(nanjing, hefei.unit)
    answers = {f"answer-{name}": value for name, value in requests.ANSWERS["evidence"].items()}
    typed = {**answers, "answer-case_number": "演示立[2026]7号", "title": "", "revision": "0"}
    assert "样例协助事项" in at_desk(nanjing).post("/assistance/new/evidence/340100/", typed).content.decode()
    assert "样例协助事项" not in at_desk(third).post("/assistance/new/evidence/340100/", typed).content.decode()
