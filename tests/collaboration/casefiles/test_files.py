"""A file goes up in parts, is checked, handed over and opened; it lies encrypted, and only the two sides reach it."""

import hashlib
import json

import pytest

from collaboration.casefiles import checking, storing
from collaboration.casefiles.models import CaseFile, State, Unfinished
from collaboration.casefiles.vault import PIECE
from collaboration.matters import confidences
from tenants.audit.models import Record
from tenants.files import store
from tenants.identity.roles import Role
from tests.factories import casefiles, requests
from tests.factories.desk import at_desk
from tests.factories.people import at_home, make_actor
from tests.ownership import as_owner

pytestmark = pytest.mark.django_db
WORDS = "样例身份证三二〇一"


@pytest.fixture
def sides(settings):
    settings.DEMO, settings.UNSCANNED_FILES = True, "open"
    asking, asked = make_actor("320100"), make_actor("340100")
    return asking, asked, requests.send(asking, requests.make_request(asking, asked.unit))


def send(browser, matter, content, *, name="样例.txt", told=None):
    given = {"name": name, "size": len(content), "sha256": hashlib.sha256(told or content).hexdigest()}
    begun = browser.post(f"/files/of/{matter.public_id}/begin/", json.dumps(given), content_type="application/json")
    if begun.status_code != 200:
        return begun
    upload, index = begun.json()["upload"], begun.json()["next"]
    while index < begun.json()["parts"]:
        part = content[index * PIECE : (index + 1) * PIECE]
        answer = browser.post(f"/files/uploads/{upload}/{index}/", part, content_type="application/octet-stream")
        index = answer.json()["next"]
    return browser.post(f"/files/uploads/{upload}/finish/")


def test_from_the_first_part_to_the_other_sides_download(sides):
    asking, asked, request = sides
    browser = at_desk(asking)
    content = (WORDS * 150_000).encode()  # two parts
    given = {
        "name": f"C:\\evil\\..\\{WORDS}\u202egpj.txt",
        "size": len(content),
        "sha256": hashlib.sha256(content).hexdigest(),
    }
    begun = browser.post(
        f"/files/of/{request.public_id}/begin/", json.dumps(given), content_type="application/json"
    ).json()
    first = f"/files/uploads/{begun['upload']}/0/"
    assert browser.post(first, content[:PIECE], content_type="application/octet-stream").json() == {"next": 1}
    assert browser.post(first, content[:PIECE], content_type="application/octet-stream").json() == {"next": 1}
    assert WORDS.encode()[:30] not in storing.part_path(begun["upload"]).read_bytes()

    kept = send(browser, request.matter, content, name=given["name"])  # cut off, chosen again: goes on with part two
    assert kept.json()["sha256"] == given["sha256"]
    with at_home(asking):
        file = CaseFile.objects.get()
        assert storing.listed(asking, request.matter)[0].name == f"{WORDS}gpj.txt"
        checking.check(file.public_id)
    assert WORDS.encode() not in store.path_of(file.stored).read_bytes()

    other, path = at_desk(asked), f"/files/{file.public_id}/content/"
    assert other.get(path).status_code == 404
    browser.post(f"/files/of/{request.public_id}/hand-over/")
    answer = other.get(path)
    assert b"".join(answer.streaming_content) == content
    assert answer["Content-Disposition"].startswith("attachment") and answer["X-Content-Type-Options"] == "nosniff"
    part = other.get(path, headers={"Range": f"bytes={PIECE - 3}-{PIECE + 4}"})
    assert part.status_code == 206 and b"".join(part.streaming_content) == content[PIECE - 3 : PIECE + 5]
    assert other.get(path, headers={"Range": "bytes=999999999-"}).status_code == 416
    with at_home(asked):
        acts = Record.objects.filter(chain=request.public_id).order_by("number").values_list("act", flat=True)
        assert list(acts) == ["sent", "file_kept", "files_shared", "file_opened"]


def test_a_file_replaced_after_it_was_counted_is_refused(sides):
    asking, _asked, request = sides
    answer = send(at_desk(asking), request.matter, b"one thing", told=b"another")
    assert answer.status_code == 422 and answer.json()["error"]
    with as_owner():
        assert not CaseFile.objects.exists() and not Unfinished.objects.exists()


def test_empty_files_and_empty_parts_meet_a_clear_sentence_and_nothing_is_lost(sides):
    asking, _asked, request = sides
    browser, content = at_desk(asking), b"sample" * PIECE
    nothing = send(browser, request.matter, b"")
    assert nothing.status_code == 422 and nothing.json()["error"] == "该文件为空。"
    given = {"name": "样例.txt", "size": len(content), "sha256": hashlib.sha256(content).hexdigest()}
    begin = f"/files/of/{request.public_id}/begin/"
    begun = browser.post(begin, json.dumps(given), content_type="application/json").json()
    part = f"/files/uploads/{begun['upload']}/0/"
    assert browser.post(part, content[:PIECE], content_type="application/octet-stream").json() == {"next": 1}
    for answer in (
        browser.post(part.replace("/0/", "/1/"), b"", content_type="application/octet-stream"),
        browser.post(f"/files/uploads/{begun['upload']}/finish/"),
    ):
        assert answer.status_code == 422 and answer.json()["error"]
    assert browser.post(begin, json.dumps(given), content_type="application/json").json()["next"] == 1


def test_pictures_of_pages_are_drawn_and_lie_encrypted(sides):
    asking, _asked, request = sides
    file = casefiles.keep(asking, request.matter)
    assert file.state == State.UNSCANNED and file.facts == {"width": 60, "height": 40}
    answer = at_desk(asking).get(f"/files/{file.public_id}/preview/1/")
    assert answer.content.startswith(b"\x89PNG") and answer["Content-Type"] == "image/png"
    with at_home(asking):
        preview = file.previews.get()
        assert not store.path_of(preview.stored).read_bytes().startswith(b"\x89PNG")


def test_without_a_scanner_the_administrator_decides(sides, settings):
    settings.UNSCANNED_FILES = "hold"
    asking, _asked, request = sides
    file = casefiles.keep(asking, request.matter)
    assert file.state == State.HELD
    browser = at_desk(asking)
    assert browser.get(f"/files/{file.public_id}/content/").status_code == 404
    assert browser.get(f"/files/{file.public_id}/preview/1/").status_code == 404


def test_who_does_not_work_on_it_meets_no_file():
    county, decider, asked = make_actor("320102"), make_actor("320100"), make_actor("340100")
    request = requests.make_request(county, asked.unit)
    file = casefiles.keep(county, request.matter)
    requests.send(county, request)
    auditor, neighbour = make_actor("320102", Role.AUDITOR), make_actor("330000")
    for who in (decider, neighbour, asked, auditor):
        with at_home(who):
            assert not CaseFile.objects.exists() and not CaseFile.objects.visible_to(who).exists()
        for page in ("", "content/", "preview/1/", "state/"):
            assert at_desk(who).get(f"/files/{file.public_id}/{page}").status_code == 404


def test_without_the_key_nothing_is_left_of_it(sides):
    asking, _asked, request = sides
    file = casefiles.keep(asking, request.matter)
    with as_owner():
        confidences.MatterKey.objects.all().delete()
    with at_home(asking):
        assert storing.listed(asking, request.matter)[0].name == ""
    assert at_desk(asking).get(f"/files/{file.public_id}/content/").status_code == 404
