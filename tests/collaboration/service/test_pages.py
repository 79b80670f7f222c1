"""The pages of a service over HTTP: sentences beside fields, hostile input, what is shown to whom and when."""

import hashlib
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import override_settings
from django.utils import timezone

from collaboration.casefiles.models import CaseFile
from collaboration.errors import WorkflowError
from collaboration.service.models import Attempt, Exhibit
from collaboration.service.reading import words_of
from collaboration.service.workflow import finishing, serving
from tenants.audit.models import Record
from tenants.files import store
from tenants.identity.roles import Role
from tests.factories import services as make
from tests.factories.desk import at_desk, visitor
from tests.factories.people import at_home, make_actor
from tests.ownership import as_owner

pytestmark = pytest.mark.django_db
JSON = {"HTTP_ACCEPT": "application/json"}
SECRET = "样例受送达人"
HOSTILE = {  # what is broken inside a real picture is found by the check that follows: tests/collaboration/casefiles
    "a page": b"<html><script>alert(1)</script>",
    "a drawing": b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
    "a program": b"MZ" + b"\0" * 300,
    "an archive": b"PK\x03\x04" + b"\0" * 200,
}


@pytest.fixture
def served():
    asking, asked = make_actor("320100"), make_actor("340100")
    return asking, asked, make.begin(asking, asked)


def form(**changed: str) -> dict[str, str]:
    when = timezone.localtime().strftime("%Y-%m-%dT%H:%M")
    given = {"key": str(uuid4()), "manner": "direct", "result": "served", "happened_at": when}
    return {**given, **make.OFFICERS, **make.SAID["direct"], **changed}


def claim(browser, service, data: bytes, **more: str):
    given = {"key": str(uuid4()), "attempt_key": str(uuid4()), "sort": "receipt", "sha256": digest_of(data), **more}
    return browser.post(f"/service/{service.public_id}/files/", given, **JSON)


def upload(browser, service, data: bytes, name: str = "a.jpg"):
    """As the phone does it: begun, in parts, whole."""
    given = {"name": name, "size": len(data), "sha256": digest_of(data), "about": "personal"}
    begun = browser.post(f"/files/of/{service.request.public_id}/begin/", given, content_type="application/json")
    if begun.status_code != 200:
        return begun
    at = f"/files/uploads/{begun.json()['upload']}/"
    browser.post(f"{at}0/", data, content_type="application/octet-stream")
    return browser.post(f"{at}finish/")


def digest_of(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def test_every_missing_thing_is_said_beside_its_field_and_what_was_typed_stays(served):
    _asking, asked, service = served
    browser, door = at_desk(asked), f"/service/{service.public_id}/door/"
    page = browser.post(door, form(place="", officer_2_number="样例证号1", remark="样例备注"))
    text = page.content.decode()
    assert page.status_code == 422 and "样例备注" in text
    assert {"place", "officer_2_number"} <= set(page.context["form"].errors)
    assert page.context["form"].missing_exhibits.keys() == {"receipt"}
    answer = browser.post(door, form(manner="forwarded", happened_at="2099-01-01T10:00"), **JSON)
    assert answer.status_code == 422 and {"manner", "happened_at"} <= set(answer.json()["errors"])
    for broken in ({}, {"manner": "by air"}, {"key": "'; DROP TABLE"}, {"happened_at": "昨天"}):
        assert browser.post(door, broken, **JSON).status_code == 422
    assert browser.post(door, form(receiver="甲" * 101), **JSON).status_code == 422
    assert not Attempt.objects.exists()


def test_what_a_manner_does_not_ask_for_is_not_recorded(served):
    _asking, asked, service = served
    typed = form(result="failed", failure="absent", failure_words="样例情况", witness="样例见证人")
    at_desk(asked).post(f"/service/{service.public_id}/door/", typed)
    with at_home(asked):
        said = words_of(service, service.attempts.get())
    assert said.keys() == {"place", "failure_words", *make.OFFICERS}


def test_without_a_script_form_and_files_arrive_together_and_once(served):
    asking, asked, service = served
    browser, given = at_desk(asked), form()
    for _time in range(2):
        files = [SimpleUploadedFile("a.jpg", make.picture()), SimpleUploadedFile("b.jpg", make.picture("black"))]
        browser.post(f"/service/{service.public_id}/door/", {**given, "receipt": files})
    with asked.acting():
        assert (Attempt.objects.count(), Exhibit.objects.count()) == (1, 2)
    page = at_desk(asking).get(f"/service/{service.public_id}/").content.decode()
    assert SECRET not in page and "样例送达人甲" not in page


def test_files_come_in_parts_and_what_is_no_evidence_is_refused(served):
    _asking, asked, service = served
    browser, data = at_desk(asked), make.picture()
    for name, bad in HOSTILE.items():
        answer = upload(browser, service, bad)
        assert answer.status_code == 422 and answer.json()["error"], name
    assert upload(browser, service, data, name="机密-照片.jpg").status_code == 422
    assert claim(browser, service, data).json() == {"wanted": True}
    assert upload(browser, service, data).status_code == 200
    assert claim(browser, service, data, sort="passport").status_code == 422
    assert claim(browser, service, data).json() == {"sent": True}
    words = "样例文字".encode()
    upload(browser, service, words, name="a.txt")
    assert "JPEG" in claim(browser, service, words).json()["words"]


def test_a_file_that_the_check_refuses_carries_no_proof(served):
    _asking, asked, service = served
    attempt = make.tell(asked, service)
    make.registered(asked.unit.code)
    for state, words in (("waiting", "checked; try again|检查"), ("infected", "1")):
        with as_owner():
            CaseFile.objects.update(state=state, finding="virus")
        with at_home(asked), pytest.raises(WorkflowError, match=words):
            finishing.finish(asked, service)
    with at_home(asked):
        serving.strike(asked, service, attempt, reason="样例")
        with pytest.raises(WorkflowError):
            make.hand_in(asked, service, uuid4(), "receipt")


def test_what_names_persons_is_given_only_to_whoever_opens_it_which_is_recorded(served, settings):
    settings.DEMO = True
    asking, asked, service = served
    make.tell(asked, service)
    with asked.acting():
        file = CaseFile.objects.get()
    assert make.picture() not in store.path_of(file.stored).read_bytes()
    path, opened = f"/service/{service.public_id}/", f"/files/{file.public_id}/"
    reader = at_desk(asking)
    assert opened in reader.get(path).content.decode()
    assert reader.post(f"{path}personal/").status_code == 302
    shown = reader.get(f"{opened}content/")
    assert b"".join(shown.streaming_content) == make.picture() and "no-store" in shown["Cache-Control"]
    assert SECRET in reader.get(path).content.decode()
    with as_owner():
        assert Record.objects.filter(chain=service.public_id, act="opened_confidences").count() == 1
        assert Record.objects.filter(chain=service.request.public_id, act="file_opened").count() == 1
    for role, status in ((Role.MEMBER, 403), (Role.SIGNATORY, 302), (Role.SEAL_KEEPER, 302)):
        browser = at_desk(make_actor("340100", role))
        assert browser.post(f"{path}personal/").status_code == status
        assert browser.get(opened).status_code == (404 if role == Role.MEMBER else 200)
    assert at_desk(make_actor("340000")).get(path).status_code == 404


def test_the_phone_gets_a_key_of_its_person_and_an_empty_form(served):
    asking, asked, service = served
    colleague, path = make_actor("340100"), f"/service/{service.public_id}/door/"
    keys = [at_desk(who).get(f"{path}line/").json() for who in (asked, asked, colleague)]
    assert keys[0]["key"] == keys[1]["key"] != keys[2]["key"] and keys[0]["owner"] != keys[2]["owner"]
    assert at_desk(asking).get(f"{path}line/").status_code in (302, 403)
    browser = at_desk(asked)
    browser.post(f"/service/{service.public_id}/personal/")
    shell, worker = browser.get(f"{path}shell/").content.decode(), browser.get(f"{path}worker.js")
    for word in (asked.user.username, asked.name, service.request.title, SECRET, "csrfmiddlewaretoken", keys[0]["key"]):
        assert word not in shell
    assert shell == browser.get(f"{path}shell/").content.decode()
    assert worker["Content-Type"].startswith("text/javascript") and f'"page": "{path}"' in worker.content.decode()


def test_the_page_of_the_request_shows_how_far_it_is_and_the_way_there(served):
    asking, asked, service = served
    path = f"/assistance/{service.request.public_id}/"
    assert f"/service/{service.public_id}/door/" in at_desk(asked).get(path).content.decode()
    page = at_desk(asking).get(path).content.decode()
    assert f"/service/{service.public_id}/" in page and "/door/" not in page
    make.tell(asked, service)
    make.finish(asked, service)
    assert service.check_code in at_desk(asked).get(f"{path}reply/").content.decode()
    other = make.accepted(asking, asked)
    page = at_desk(asked).get(f"/assistance/{other.public_id}/").content.decode()
    assert f"/service/begin/{other.public_id}/" in page


@override_settings(DEMO=True)
def test_the_papers_for_the_door_carry_the_code_and_anybody_checks_it(served):
    asking, asked, service = served
    papers = at_desk(asked).post(f"/service/{service.public_id}/papers/")
    assert papers["Content-Type"] == "application/pdf" and papers.content.startswith(b"%PDF")
    public = visitor("portal.localhost")
    page = public.get(f"/verify/?code={service.check_code}").content.decode()
    assert asked.unit.name in page and asking.unit.name in page
    assert SECRET not in page and "样例行政处罚决定书" not in page
    answer = public.get(f"/verify/?code={service.check_code}", **JSON).json()
    assert answer["verdict"] == "genuine" and answer["facts"]
