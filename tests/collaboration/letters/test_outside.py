"""Departments outside the portal: the register, the steps of the local member, the transfer to the judiciary."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone, translation

from collaboration.assistance.models import Status
from collaboration.assistance.workflow import drafting, handling, sending
from collaboration.errors import NotAllowed, WorkflowError
from collaboration.letters import terms
from collaboration.letters.models import Department, OutsideStep
from collaboration.letters.workflow import outside
from collaboration.letters.workflow.outside import Happened
from collaboration.worklist.models import Waiting
from tenants.files import store
from tenants.identity.roles import Role
from tests.factories import letters, requests
from tests.factories.desk import at_desk
from tests.factories.people import at_home, make_actor

pytestmark = [pytest.mark.django_db, pytest.mark.urls("portal.urls.desk")]
PAPER = b"%PDF-1.7 sample scan"
TODAY = timezone.localdate()
CASE = {"cause": "样例案由", "facts": "样例事实。", "offence": "样例罪名", "decided_on": TODAY.isoformat(),
        "copy_to": "样例检察院", "file": "样例目录", "investigation": {"without": "样例理由"}}  # fmt: skip


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


def transferred(asking, asked):
    with at_home(asking):
        wanted = requests.wording(asked.unit, "evidence", outside="样例公安局", answers=CASE)
        draft = drafting.create(asking, requests.version_of("judicial"), wanted)
    return requests.accept(asked, requests.send(asking, draft))


def test_the_local_member_registers_what_came_on_paper():
    nanjing, hefei, third = make_actor("320100"), make_actor("340100"), make_actor("330000")
    request = requests.send(nanjing, requests.make_request(nanjing, hefei.unit, outside="样例自然资源局"))
    request = requests.accept(hefei, request)
    with at_home(hefei), pytest.raises(WorkflowError, match="Record first"):
        handling.reply(hefei, request, requests.PROOFS["evidence"])
    browser, path = at_desk(hefei), f"/letters/outside/{request.public_id}/"
    day = TODAY.isoformat()
    signatory = make_actor("340100", Role.SIGNATORY)
    letter = letters.sign(hefei, signatory, letters.write(hefei, request, "outside", sealed=False))
    letters.finish(letter)
    assert browser.post(f"/letters/{letter.public_id}/hand-over/").status_code == 302
    with at_home(hefei):
        step = OutsideStep.objects.get(sort="sent")  # written down with the letter that went out
        assert (step.number, step.happened_on) == (letter.number, TODAY)
    assert "sent" not in dict(browser.get(path).context["form"].fields["sort"].choices)
    assert browser.post(path, {"sort": "answered", "happened_on": day}).status_code == 422  # its paper is missing
    assert 'id="id_file_error"' in browser.post(path, {"sort": "answered", "happened_on": day}).content.decode()
    fake = SimpleUploadedFile("scan.pdf", b"MZ no scan")
    assert browser.post(path, {"sort": "answered", "happened_on": day, "file": fake}).status_code == 422
    scan = SimpleUploadedFile("复函.pdf", PAPER)
    sent = browser.post(path, {"sort": "answered", "happened_on": day, "number": "样例〔2026〕1号", "file": scan})
    assert sent.status_code == 302
    with at_home(hefei):
        step = OutsideStep.objects.get(sort="answered")
        assert PAPER not in store.read(step.file_sha256)
    paper = f"{path}{step.public_id}/"
    assert at_desk(nanjing).get(paper).content == PAPER
    assert "样例〔2026〕1号" in at_desk(nanjing).get(request.get_absolute_url()).content.decode()
    assert at_desk(third).get(paper).status_code == 404
    assert requests.reply(hefei, request).status == Status.ANSWERED


def test_a_transfer_to_the_judiciary_step_by_step():
    nanjing, hefei = make_actor("320100"), make_actor("340100")
    request = transferred(nanjing, hefei)
    ago = {name: TODAY - timedelta(days=days) for name, days in (("decided", 6), ("handed_over", 5), ("receipt", 5))}
    with at_home(hefei):
        for name, day in ago.items():
            outside.record_step(hefei, request, Happened(name, day, file=PAPER))
        done = list(request.outside_steps.all())
        late = " ".join(terms.warnings(request, done, TODAY))
        assert "procuratorate has not been sent" in late and "police were to decide" in late
        waits = Waiting.objects.open().filter(matter=request.pk)
        assert set(waits.values_list("step", flat=True)) == {"reply", "outside_decision"}
        with pytest.raises(WorkflowError, match="reason of the police"):
            outside.record_step(hefei, request, Happened("not_filed", TODAY, file=PAPER))
        with pytest.raises(WorkflowError, match="recorded already"):
            outside.record_step(hefei, request, Happened("receipt", TODAY, file=PAPER))
        outside.record_step(hefei, request, Happened("copied", TODAY, words="样例检察院"))
        assert terms.missing(request, request.outside_steps.all()) == ["whether the police opened a case"]
    assert at_desk(hefei).get(request.get_absolute_url()).context["deadline"].waiting.step == "reply"
    with at_home(hefei):
        outside.record_step(hefei, request, Happened("not_filed", TODAY, words="样例理由。", file=PAPER))
        assert list(waits.values_list("step", flat=True)) == ["reply"]
        assert "review can be asked for" in " ".join(terms.warnings(request, request.outside_steps.all(), TODAY))
        handling.reply(hefei, request, {"result": "样例结果", "filed": "no", "why_not": "样例理由。"})
    with at_home(nanjing), pytest.raises(NotAllowed):
        outside.record_step(nanjing, request, Happened("filed", TODAY, file=PAPER))


def test_it_names_the_police_before_it_is_sent():
    nanjing, hefei = make_actor("320100"), make_actor("340100")
    with at_home(nanjing):
        wanted = requests.wording(hefei.unit, "evidence", answers=CASE)
        draft = drafting.create(nanjing, requests.version_of("judicial"), wanted)
        with pytest.raises(WorkflowError, match="police organ"):
            sending.send(nanjing, draft)


def test_the_register_is_kept_by_office_and_leads():
    lead, other = make_actor("320000", Role.UNIT_ADMINISTRATOR), make_actor("330000", Role.UNIT_ADMINISTRATOR)
    given = {"area": "320100", "name": "样例自然资源局", "contact": "样例", "telephone": "025-0000000"}
    assert at_desk(lead).post("/letters/departments/", given).status_code == 302
    assert at_desk(other).post("/letters/departments/", given).status_code == 422
    assert "样例自然资源局" in at_desk(make_actor("340100")).get("/letters/departments/").content.decode()
    with at_home(lead):
        pk = Department.objects.get().pk
    assert at_desk(lead).post("/letters/departments/end/", {"department": pk}).status_code == 302
    assert "样例自然资源局" not in at_desk(lead).get("/letters/departments/").content.decode()
