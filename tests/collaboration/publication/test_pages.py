"""What everybody reads of a published document."""

import io
import json
import re

import pytest
from django.utils.html import escape
from docx import Document

from collaboration.publication import formats
from collaboration.publication.models import Validity, ValidityChange
from tests.factories.people import make_actor
from tests.factories.publications import DAY, make_published

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("label", ["sh", "js", "zj", "ah"])
def test_every_signing_units_site_shows_it(site, label):
    document = make_published()

    page = site(label).get(f"/documents/{document.public_id}/")
    listed = site(label).get("/documents/")

    assert page.status_code == listed.status_code == 200
    assert document.title in page.content.decode() and document.title in listed.content.decode()


def test_the_alliance_shows_it_and_a_site_whose_units_did_not_sign_does_not(alliance, site):
    document = make_published()

    assert alliance.get(f"/documents/{document.public_id}/").status_code == 200
    for path in ("/", ".pdf", ".docx", ".json"):
        assert site("nanjing").get(f"/documents/{document.public_id}{path}").status_code == 404
    assert document.title not in site("nanjing").get("/documents/").content.decode()


def test_the_metadata_stand_in_the_official_order(alliance):
    document = make_published(number="沪样联〔2026〕1号")

    html = alliance.get(f"/en/documents/{document.public_id}/").content.decode()

    assert re.findall(r"<dt>([^<]+)</dt>", html) == [
        "Index number", "Topic", "Issuing organs", "Date of issue", "Published on", "Title", "Document number",
        "Validity", "Attachments",
    ]  # fmt: skip


def test_each_site_shows_its_own_index_number(site, alliance):
    document = make_published()
    numbers = dict(document.disclosures.values_list("unit__code", "index_number"))

    assert numbers["340000"] in site("ah").get(f"/documents/{document.public_id}/").content.decode()
    assert numbers["310000"] in alliance.get(f"/documents/{document.public_id}/").content.decode()


def test_the_body_keeps_headings_run_in_heads_and_tables(alliance):
    document = make_published()

    html = alliance.get(f"/documents/{document.public_id}/").content.decode()

    assert '<h2 id="p-00000002">一、样例事项</h2>' in html
    assert '<p id="p-00000003" class="h2"><b>（一）互通情况。</b>各方每季度互通一次情况。</p>' in html
    assert '<th scope="col">序号</th>' in html and "<td>每季度</td>" in html


def test_markup_in_a_text_stays_text(alliance):
    evil = "<script>alert(1)</script></script>"
    document = make_published(
        title=f"{evil}标题", blocks=[{"id": "0000000a", "kind": "p", "text": evil, "head": ""}], number=evil[:20]
    )

    html = alliance.get(f"/documents/{document.public_id}/").content.decode()

    assert "<script>alert" not in html
    assert html.count(escape(evil)) >= 3


def test_english_pages_have_english_labels_and_the_chinese_text(alliance):
    document = make_published()

    html = alliance.get(f"/en/documents/{document.public_id}/").content.decode()

    assert '<html lang="en"' in html
    assert "Index number" in html and "Unit 310000" in html
    assert document.title in html and 'href="/en/documents/"' in html


def test_a_repealed_document_says_so_and_names_its_successor(alliance):
    document, successor = make_published(), make_published()
    with make_actor("310000").acting():
        ValidityChange.objects.create(document=document, validity=Validity.REPEALED, since=DAY, successor=successor)

    html = alliance.get(f"/documents/{document.public_id}/").content.decode()

    assert 'class="validity repealed"' in html
    assert f'href="http://portal.localhost:8000/documents/{successor.public_id}/"' in html and successor.title in html


def test_search_engines_read_what_it_is(alliance):
    document = make_published()

    html = alliance.get(f"/documents/{document.public_id}/").content.decode()
    data = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', html)[1])

    assert data["name"] == document.title
    assert data["legislationLegalForce"] == "https://schema.org/InForce"
    assert data["encoding"]["sha256"] == document.file_sha256
    assert '<meta name="ArticleTitle"' in html and '<meta name="PubDate"' in html


def test_programs_get_metadata_text_and_digests(site):
    document = make_published()

    data = site("sh").get(f"/documents/{document.public_id}.json").json()

    assert data["public_id"] == str(document.public_id)
    assert data["validity"] == {"status": "in_force", "since": DAY.isoformat(), "successor": None}
    assert data["blocks"] == document.blocks
    assert data["file"]["url"] == f"http://sh.portal.localhost:8000/documents/{document.public_id}.pdf"


def test_the_sealed_file_is_served_byte_for_byte(site):
    document = make_published()

    response = site("js").get(f"/documents/{document.public_id}.pdf")

    assert response.status_code == 200
    assert response["Content-Type"] == "application/pdf"
    assert response["ETag"] == f'"{document.file_sha256}"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert len(response.content) == document.file_size


def test_a_server_in_front_may_send_the_file(site, settings):
    settings.FILES_ACCEL_PREFIX = "/stored/"
    document = make_published()

    response = site("js").get(f"/documents/{document.public_id}.pdf")

    digest = document.file_sha256
    assert response["X-Accel-Redirect"] == f"/stored/{digest[:2]}/{digest[2:4]}/{digest}"
    assert response.content == b""


def test_word_files_come_from_the_space_that_knows_the_kind(alliance, monkeypatch):
    document = make_published(kind="leaflet")
    assert alliance.get(f"/documents/{document.public_id}.docx").status_code == 404

    monkeypatch.setitem(formats._formats, "leaflet", formats.Format("Leaflet", word=lambda row: row.title.encode()))
    response = alliance.get(f"/documents/{document.public_id}.docx")

    assert response.content == document.title.encode()
    assert response["Content-Disposition"].startswith("attachment")


def test_joint_documents_are_word_files_that_keep_their_text(alliance):
    document = make_published()

    response = alliance.get(f"/documents/{document.public_id}.docx")

    texts = [paragraph.text for paragraph in Document(io.BytesIO(response.content)).paragraphs]
    assert document.title in texts and "一、样例事项" in texts


def test_what_a_text_leaves_out_is_written_around_it(alliance):
    paragraph = {"id": "0000000a", "kind": "p", "text": "正文。", "head": ""}
    document = make_published("320100", "340100", blocks=[paragraph], recipients="各有关单位：")
    whole = [{**paragraph, "kind": "recipients"}, {**paragraph, "kind": "signer"}]
    complete = make_published(recipients="各有关单位：", blocks=whole)

    html = alliance.get(f"/documents/{document.public_id}/").content.decode()
    other = alliance.get(f"/documents/{complete.public_id}/").content.decode()

    assert '<p class="recipients">各有关单位：</p>' in html and '<p class="signature">南京市城市管理局</p>' in html
    assert "各有关单位：" not in other and '<p class="date">' not in other


def test_an_unknown_document_is_a_page_of_the_site(alliance):
    response = alliance.get("/documents/00000000-0000-4000-8000-000000000000/")

    assert response.status_code == 404
    assert 'class="masthead"' in response.content.decode()


def test_dates_read_as_each_language_writes_them(alliance):
    document = make_published()

    assert "2026年3月5日" in alliance.get(f"/documents/{document.public_id}/").content.decode()
    assert "5 March 2026" in alliance.get(f"/en/documents/{document.public_id}/").content.decode()
