"""The pages of a service over HTTP: sentences beside fields, hostile input, what is shown to whom and when."""

import hashlib
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import override_settings
from django.utils import timezone

from collaboration.service import evidence
from collaboration.service.models import Attempt, Exhibit
from tenants.audit.models import Record
from tenants.identity.roles import Role
from tests.factories import services as make
from tests.factories.desk import at_desk, visitor
from tests.factories.people import make_actor
from tests.ownership import as_owner

pytestmark = pytest.mark.django_db
JSON = {"HTTP_ACCEPT": "application/json"}
SECRET = "样例受送达人"
HOSTILE = {
    "a page": b"<html><script>alert(1)</script>",
    "a drawing": b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
    "a program": b"MZ" + b"\0" * 300,
    "half a picture": make.picture()[:200],
    "a picture by its first bytes": b"\xff\xd8\xff<?php system($_GET[0]); ?>",
    "nothing of a video": b"\0\0\0\x18ftypmp42" + b"\0" * 200,
    "an archive": b"PK\x03\x04" + b"\0" * 200,
    "half a file": b"%PDF-1.7 without an end",
}


@pytest.fixture
def served():
    asking, asked = make_actor("320100"), make_actor("340100")
    return asking, asked, make.begin(asking, asked)


def form(**changed: str) -> dict[str, str]:
    when = timezone.localtime().strftime("%Y-%m-%dT%H:%M")
    given = {"key": str(uuid4()), "manner": "direct", "result": "served", "happened_at": when}
    return {**given, **make.OFFICERS, **make.SAID["direct"], **changed}


def send_file(browser, service, data: bytes, *, name: str = "a.jpg", **more: str):
    given = {"key": str(uuid4()), "attempt_key": str(uuid4()), "sort": "receipt", **more}
    file = SimpleUploadedFile(name, data)
    return browser.post(f"/service/{service.public_id}/files/", {**given, "file": file}, **JSON)


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


def test_hostile_files_are_refused_by_their_bytes_and_others_by_what_was_said_of_them(served, monkeypatch):
    _asking, asked, service = served
    browser, data = at_desk(asked), make.picture()
    for name, bad in HOSTILE.items():
        answer = send_file(browser, service, bad)
        assert answer.status_code == 422 and answer.json()["words"], name
    assert send_file(browser, service, data, name="机密-照片.jpg").status_code == 422
    assert send_file(browser, service, data, sha256="0" * 64).status_code == 422
    assert send_file(browser, service, data, sort="passport").status_code == 422
    assert send_file(browser, service, data, sha256=hashlib.sha256(data).hexdigest()).json() == {"sent": True}
    monkeypatch.setattr(evidence, "LARGEST", 100)
    assert send_file(browser, service, data).status_code == 422


def test_what_names_persons_is_given_only_to_whoever_has_just_opened_it(served):
    asking, asked, service = served
    make.tell(asked, service)
    with asked.acting():
        exhibit = Exhibit.objects.get()
    path = f"/service/{service.public_id}/"
    reader = at_desk(asking)
    assert reader.get(f"{path}files/{exhibit.public_id}/").status_code == 302
    assert reader.post(f"{path}personal/").status_code == 302
    shown = reader.get(f"{path}files/{exhibit.public_id}/")
    assert shown.content == make.picture() and "no-store" in shown["Cache-Control"]
    assert SECRET in reader.get(path).content.decode()
    with as_owner():
        assert Record.objects.filter(chain=service.public_id, act="opened_confidences").count() == 1
    member = at_desk(make_actor("340100", Role.MEMBER))
    assert member.post(f"{path}personal/").status_code == 403
    assert at_desk(make_actor("340000")).get(path).status_code == 404


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
