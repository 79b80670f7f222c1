"""What units write stays words: on pages, in tables, on paper. What they name is looked for among what is theirs."""

import csv
import io
from typing import Any
from uuid import uuid4
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from collaboration.assistance.models import AssistanceRequest
from collaboration.assistance.workflow import drafting, handling
from collaboration.letters.models import Department
from collaboration.service.models import Attempt, Exhibit
from collaboration.worklist.tables import FORMULA
from tenants.identity.roles import Role
from tests.browser import assistance_pages
from tests.collaboration.documents.test_at_once import at_once
from tests.factories import letters, requests, services, transfers
from tests.factories.casefiles import keep
from tests.factories.desk import at_desk
from tests.factories.people import at_home, make_actor
from tests.isolation.acts import on_services
from tests.isolation.acts.on_requests import WORDS, _form
from tests.ownership import as_owner

HOSTILE = '=<u>"#panic()'  # a formula, a tag that leaves an attribute, and what the typesetter would carry out
CITY, OTHER = "320100", "340100"
TABLES = ("/assistance/?format=csv", "/assistance/?format=xlsx", "/worklist/export/", "/transfers/filed/?format=csv",
          "/transfers/filed/?format=xlsx")  # fmt: skip


def hostile(words: Any) -> Any:
    """The same, as somebody writes who means harm."""
    match words:
        case str():
            return words.replace("样例", HOSTILE)
        case dict():
            return {name: hostile(value) for name, value in words.items()}
        case list():
            return [hostile(value) for value in words]
    return words


@pytest.fixture
def everything_hostile(monkeypatch: pytest.MonkeyPatch) -> None:
    for kept in (requests.ANSWERS, requests.PROOFS, services.SAID, services.OFFICERS, transfers.WORDS):
        for name, words in kept.items():
            monkeypatch.setitem(kept, name, hostile(words))
    monkeypatch.setattr(transfers, "ITEMS", hostile(transfers.ITEMS))
    monkeypatch.setattr(assistance_pages, "SAID", HOSTILE)
    plain = requests.wording
    more = {"title": HOSTILE, "contact": HOSTILE, "contact_phone": HOSTILE}
    monkeypatch.setattr(requests, "wording", lambda *args, **given: plain(*args, **{**more, **given}))


def cells(answer: Any) -> list[str]:
    """Everything in a table; of a workbook what would be reckoned with as a formula alone."""
    data = answer.getvalue()
    if data.startswith(b"PK"):
        sheets = load_workbook(io.BytesIO(data)).worksheets
        return [f"={one.value}" for sheet in sheets for row in sheet for one in row if one.data_type == "f"]
    return [cell for row in csv.reader(io.StringIO(data.decode("utf-8-sig"))) for cell in row]


@pytest.mark.django_db
@pytest.mark.urls("portal.urls.desk")
def test_what_units_write_stays_words(everything_hostile, settings):
    settings.DEMO = True
    author, other, lead = make_actor(CITY), make_actor(OTHER), make_actor("320000")
    found, shown = [], 0
    for person, paths in assistance_pages.pages(author, other):
        browser = at_desk(person)
        for path in paths:
            answer = browser.get(path)
            assert answer.status_code == 200, path
            if b"<u>" in answer.content:
                found.append(path)
            shown += b"&lt;u&gt;" in answer.content
    assert found == [] and shown > 30

    for path in TABLES:
        for person in (author, lead):
            answer = at_desk(person).get(path)
            assert answer.status_code == 200
            assert [one for one in cells(answer) if one.startswith(FORMULA)] == [], path
    assert b"<u>" not in at_desk(other).get("/notices/").content


@pytest.mark.django_db
@pytest.mark.urls("portal.urls.desk")
def test_what_units_write_stays_words_on_paper(everything_hostile):
    author, other = make_actor(CITY), make_actor(OTHER)
    request = transfers.taken_over(author, other)
    file = keep(author, request.matter, name=f"../../{HOSTILE}\r\nX-Evil: 1.png", shared=True)
    letter = letters.write(author, requests.make_request(author, other.unit), "request", sealed=False)
    letters.sign(author, author, letter)
    letters.finish(letter)
    with at_home(author):
        lists = request.hand_overs.get().public_id
    browser = at_desk(author)
    for path in (f"/letters/{letter.public_id}/file/", f"/transfers/lists/{lists}/",
                 f"/files/of/{request.public_id}/contents.pdf"):  # fmt: skip
        paper = PdfReader(io.BytesIO(b"".join(browser.get(path))))
        assert "#panic()" in "".join(page.extract_text() for page in paper.pages), path
    sent = browser.get(f"/files/{file.public_id}/content/")
    assert "X-Evil" not in sent.headers and ".." not in sent.headers["Content-Disposition"]
    dossier = io.BytesIO(b"".join(browser.get(f"/files/of/{request.public_id}/dossier.zip")))
    names = ZipFile(dossier).namelist()
    assert any("panic" in name for name in names)
    assert [name for name in names if ".." in name or "\\" in name or name.startswith("/")] == []


@pytest.mark.django_db
@pytest.mark.urls("portal.urls.desk")
def test_what_is_named_is_looked_for_among_what_is_theirs(settings):
    """Each thing is real and the person sees it, or somebody else does; it is another one's than the address says."""
    settings.DEMO = True
    author, other, third = make_actor(CITY), make_actor(OTHER), make_actor("330000")
    mine, theirs = (requests.accept(other, requests.send(author, requests.make_request(author, other.unit)))
                    for _each in range(2))  # fmt: skip
    with at_home(other):
        question = handling.ask(other, theirs, text="样例提问？")
    asking = at_desk(author)
    assert asking.post(f"/assistance/{mine.public_id}/questions/{question.public_id}/", WORDS).status_code == 404

    one, two = (services.begin(author, other) for _each in range(2))
    services.tell(other, two, failed=True)
    services.tell(other, two)
    with as_owner():
        attempt, exhibit = Attempt.objects.first(), Exhibit.objects.get()
    serving, stranger = at_desk(other), at_desk(third)
    serving.post(f"/service/{one.public_id}/personal/")
    told = {**on_services._told(), "key": str(attempt.public_id)}
    assert serving.post(f"/service/{one.public_id}/door/", told).status_code < 500
    keep(other, one.request.matter, name="picture.jpg", content=services.picture())
    handed = {**on_services._file(other), "key": str(exhibit.public_id)}
    assert serving.post(f"/service/{one.public_id}/files/", handed).status_code == 422
    assert stranger.post(f"/service/{two.public_id}/files/", on_services._file(third)).status_code == 404

    key = str(theirs.form_key)
    form = {**_form(), "form_key": key}
    before = at_desk(third).post("/assistance/new/evidence/340100/", form)
    assert before.status_code < 500 and str(theirs.public_id) not in str(before.headers)

    found = transfers.dispute(author, other)
    talk = f"/transfers/coordinations/{found.public_id}"
    assert asking.post(f"{talk}/state/", {"text": "样例", "unit": "330000"}).status_code == 422
    assert at_desk(third).post(f"{talk}/first/", {}).status_code == 404
    with as_owner():
        away = Department.objects.create(area="340000", name="样例部门")
    at_desk(make_actor("320000", Role.UNIT_ADMINISTRATOR)).post("/letters/departments/end/", {"department": away.pk})
    with as_owner():
        assert Department.objects.get(pk=away.pk).valid_until is None


@pytest.mark.django_db
@pytest.mark.urls("portal.urls.desk")
def test_odd_bytes_are_refused_in_words():
    author, administrator = make_actor(CITY), make_actor(CITY, Role.UNIT_ADMINISTRATOR)
    file = keep(author, requests.make_request(author, make_actor(OTHER).unit).matter)
    browser = at_desk(author)
    for path, data in (
        ("/assistance/views/", {"name": "a\0b", "query": "tab=sent"}),
        ("/assistance/new/evidence/340100/", {**_form(), "title": "a\0b", "place": "\0", "form_key": "\0"}),
    ):
        assert browser.post(path, data).status_code < 500, path
    answer = at_desk(administrator).post(f"/files/held/{uuid4()}/", {"decision": "let", "reason": "a\0b"})
    assert answer.status_code < 500
    endless = browser.get(f"/files/{file.public_id}/content/", headers={"Range": f"bytes=0-{'9' * 5000}"})
    assert endless.status_code < 500


@pytest.mark.usefixtures("own_database")
def test_the_same_form_twice_at_once_is_one_draft():
    author, other = make_actor("320000"), make_actor("330000")
    with at_home(author):
        version, words, key = requests.version_of("evidence"), requests.wording(other.unit), uuid4()

    made = at_once(*2 * [(author, lambda actor: drafting.create(actor, version, words, form_key=key))])

    assert made[0].pk == made[1].pk
    with as_owner():
        assert AssistanceRequest.objects.count() == 1
