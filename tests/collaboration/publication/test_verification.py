"""Anyone can ask whether a file is exactly what was signed."""

import io
import re
import subprocess

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from collaboration.matters.models import Matter
from collaboration.publication import code_finder, throttle
from collaboration.publication.differing import WORDS, Manner, manner_of
from collaboration.publication.models import Attempt, Validity
from tenants.files import store
from tests.factories.people import make_actor
from tests.factories.publications import make_published, sealed_content
from tests.ownership import as_owner

pytestmark = pytest.mark.django_db
JSON = {"HTTP_ACCEPT": "application/json"}


def ask(site, data: bytes | None = None, code: str = "", **more):
    fields = {"code": code} if code else {}
    if data is not None:
        fields["file"] = io.BytesIO(data)
        fields["file"].name = "paper.pdf"
    return site.post("/verify/", fields, **(JSON | more))


def naming(code: str) -> bytes:
    """A stranger's file that names this code."""
    return b"%PDF-1.7\n1 0 obj <</Keywords (check-code:" + code.encode() + b")>> endobj\nsomething else"


def test_the_very_file_is_genuine_on_every_host(alliance, site):
    document = make_published()
    data = store.read(document.file_sha256)

    for visitor in (alliance, site("sh"), site("nanjing")):
        answer = ask(visitor, data).json()
        assert (answer["verdict"], answer["checked"]) == ("genuine", "file")
        assert answer["document"]["title"] == document.title
        assert answer["signers"] == [issuer["name"] for issuer in document.issuers]


def test_links_lead_to_the_site_asked_or_to_the_alliance(site):
    document = make_published()
    data = store.read(document.file_sha256)

    assert ask(site("sh"), data).json()["document"]["url"].startswith("http://sh.portal.localhost")
    assert ask(site("nanjing"), data).json()["document"]["url"].startswith("http://portal.localhost")


@pytest.mark.parametrize("validity", [Validity.AMENDED, Validity.REPEALED, Validity.EXPIRED, Validity.WITHDRAWN])
def test_the_very_file_of_a_document_no_longer_in_force_is_outdated(alliance, validity):
    document = make_published(validity=validity)

    answer = ask(alliance, store.read(document.file_sha256)).json()

    assert answer["verdict"] == "outdated"
    assert answer["document"]["validity"]["status"] == validity


def test_a_file_that_names_a_document_but_differs_is_altered(alliance):
    document = make_published()

    answer = ask(alliance, naming(document.check_code)).json()

    assert answer["verdict"] == "altered"
    assert answer["document"]["url"] == f"http://portal.localhost:8000/documents/{document.public_id}/"


def test_a_differing_file_with_the_code_typed_beside_it_is_altered(alliance):
    document = make_published()

    assert ask(alliance, b"anything", document.check_code).json()["verdict"] == "altered"


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7 nothing", b"\0" * 5000, naming("0000-0000-0000-0000")])
def test_any_other_file_is_unknown(alliance, data):
    make_published()

    assert ask(alliance, data).json() == {
        "verdict": "unknown", "checked": "file", "message": ask(alliance, data).json()["message"], "signers": [],
        "on_paper": [],
        "sealed_at": None, "purged_on": None, "withdrawn_on": None, "withdrawal_reason": None,
        "is_public_version": False, "is_earlier": False, "document": None, "manner": None,
    }  # fmt: skip


def test_a_code_is_read_as_people_type_it(alliance):
    document = make_published()
    typed = document.check_code.lower().replace("-", " ").replace("0", "o").replace("1", "l")

    answer = ask(alliance, code=typed).json()

    assert (answer["verdict"], answer["checked"]) == ("genuine", "code")
    assert ask(alliance, code="0000-0000-0000-0000").json()["verdict"] == "unknown"
    assert ask(alliance, code="hello").json()["verdict"] == "unknown"


def test_what_is_not_public_answers_only_to_the_exact_file(alliance):
    content = sealed_content(make_actor("310000"))
    data = store.read(content.file_sha256)

    exact = ask(alliance, data).json()

    assert exact["verdict"] == "genuine" and exact["document"] is None
    assert exact["signers"][0] == "上海市城市管理行政执法局"
    assert ask(alliance, code=content.check_code).json()["verdict"] == "unknown"
    assert ask(alliance, naming(content.check_code)).json()["verdict"] == "unknown"
    assert ask(alliance, data + b" ").json()["verdict"] == "unknown"


def test_a_cancelled_sealed_file_is_outdated(alliance):
    content = sealed_content(make_actor("310000"))
    with as_owner():
        Matter.objects.filter(public_id=content.public_id).update(state="cancelled")

    assert ask(alliance, store.read(content.file_sha256)).json()["verdict"] == "outdated"


def test_people_read_plain_words(alliance):
    document = make_published()

    genuine = alliance.post("/verify/", {"file": SimpleUploadedFile("纸.pdf", store.read(document.file_sha256))})
    altered = alliance.post("/verify/", {"file": SimpleUploadedFile("纸.pdf", naming(document.check_code))})
    by_link = alliance.get(f"/en/verify/?code={document.check_code}")

    assert 'class="verdict genuine"' in genuine.content.decode() and document.title in genuine.content.decode()
    assert 'class="verdict altered"' in altered.content.decode()
    assert f'href="http://portal.localhost:8000/documents/{document.public_id}/"' in altered.content.decode()
    assert "was published and is in force" in by_link.content.decode()
    assert genuine["Cache-Control"].find("no-store") >= 0 and "Set-Cookie" not in genuine.headers


def test_asking_nothing_is_told_so(alliance):
    assert ask(alliance).status_code == 400
    assert alliance.get("/verify/").status_code == 200


def test_a_file_too_large_is_refused(alliance):
    response = ask(alliance, b"x" * (20 * 1024 * 1024 + 1))

    assert response.status_code == 413


def test_no_csrf_token_is_needed(site):
    document = make_published()
    visitor = site("sh")
    visitor.client.handler.enforce_csrf_checks = True

    assert ask(visitor, code=document.check_code).status_code == 200


def test_sixty_tries_a_minute_counted_over_all_hosts(alliance, site, monkeypatch):
    monkeypatch.setattr(throttle, "PER_MINUTE", 3)
    visitors = [alliance, site("sh"), site("js"), site("zj")]

    statuses = [ask(visitor, code="0000-0000-0000-0000").status_code for visitor in visitors]
    last = ask(alliance, code="0000-0000-0000-0000")
    other = ask(alliance, code="0000-0000-0000-0000", REMOTE_ADDR="192.0.2.7")

    assert statuses == [200, 200, 200, 429]
    assert last.status_code == 429 and 1 <= int(last["Retry-After"]) <= 60
    assert other.status_code == 200


def test_the_count_keeps_no_address(alliance):
    ask(alliance, code="0000-0000-0000-0000", REMOTE_ADDR="192.0.2.7")

    with as_owner():
        attempt = Attempt.objects.get()
    assert attempt.count == 1
    assert re.fullmatch(r"[0-9a-f]{64}", attempt.visitor) and "192.0.2.7" not in attempt.visitor


def test_the_application_cannot_read_or_reset_the_count():
    with connection.cursor() as cursor:
        cursor.execute("SELECT has_table_privilege('p_app', 'publication_attempt', 'SELECT,INSERT,UPDATE,DELETE')")
        assert cursor.fetchone()[0] is False


def test_when_too_many_files_are_looked_at_one_is_asked_to_come_back(alliance, monkeypatch):
    monkeypatch.setattr(code_finder, "PATIENCE", 0.05)
    for _ in range(code_finder.AT_ONCE):
        assert code_finder._turns.acquire()
    try:
        response = ask(alliance, b"a stranger's file")
    finally:
        for _ in range(code_finder.AT_ONCE):
            code_finder._turns.release()

    assert response.status_code == 503 and response["Retry-After"]


def test_a_file_that_is_hard_to_read_is_unknown_in_time(alliance, monkeypatch):
    def slow(*args, **kwargs):
        raise code_finder.sandbox.OutOfTime

    monkeypatch.setattr(code_finder.sandbox, "run", slow)

    assert ask(alliance, b"a bomb").json()["verdict"] == "unknown"


def test_nothing_handed_in_reaches_the_disk(alliance, tmp_path):
    data = b"a stranger's secret " * 400_000
    ask(alliance, data)

    found = subprocess.run(["grep", "-rl", "a stranger's secret", str(tmp_path)], capture_output=True, text=True)
    assert found.stdout == ""


FIRST_STATE = b"%PDF-1.7\n" + b"1 0 obj\n" * 60 + b"%%EOF\n"
SEALED = FIRST_STATE + b"2 0 obj <</ByteRange [0 1 2 3]>> " * 20 + b"%%EOF\n"


@pytest.mark.parametrize(
    ("data", "manner"),
    [
        (SEALED + b"9 0 obj <</Type /Annot>>\n%%EOF", "added"),
        (FIRST_STATE, "interim"),
        (SEALED[:-40], "cut"),
        (SEALED.replace(b"1 0 obj", b"7 0 obj", 1), "tampered"),
        (b"%PDF-1.4 a scan", "copy"),
    ],
)
def test_how_a_file_differs_from_the_sealed_one_is_seen_by_its_bytes(data, manner):
    assert manner_of(data, store.put(SEALED)) == manner


def test_people_and_programs_read_how_a_file_differs(alliance):
    document = make_published()
    changed = {"added": store.read(document.file_sha256) + b"more", "copy": naming(document.check_code)}

    for manner, data in changed.items():
        answer = ask(alliance, data, document.check_code).json()
        given = {"file": SimpleUploadedFile("纸.pdf", data), "code": document.check_code}
        page = alliance.post("/verify/", given).content.decode()

        assert (answer["verdict"], answer["manner"]) == ("altered", manner)
        assert str(WORDS[manner][0]) in page and str(WORDS[manner][1]) in page


def test_every_manner_has_words_of_its_own():
    said = [str(words) for pair in WORDS.values() for words in pair]

    assert len(set(said)) == len(said) == 2 * len(Manner)
