"""Lists and formats at stable addresses, as people and programs take them."""

import csv
import io

import pytest
from openpyxl import load_workbook

from collaboration.publication import open_data
from tests.factories.publications import make_published

pytestmark = pytest.mark.django_db


def test_the_same_rows_in_all_three_forms(alliance, site):
    document, other = make_published(), make_published("320100", "340100")

    data = alliance.get("/open-data/documents.json").json()
    table = list(csv.DictReader(io.StringIO(alliance.get("/open-data/documents.csv").content.decode("utf-8-sig"))))
    sheet = load_workbook(io.BytesIO(alliance.get("/open-data/documents.xlsx").content)).active
    cells = [[cell or "" for cell in row] for row in sheet.iter_rows(values_only=True)]

    assert [row["public_id"] for row in data["documents"]] == [str(other.pk), str(document.pk)]
    assert table == [{name: str(row[name]) for name in open_data.NAMES} for row in data["documents"]]
    assert cells == [open_data.NAMES, *([str(row[name]) for name in open_data.NAMES] for row in data["documents"])]
    assert [row["public_id"] for row in site("nanjing").get("/open-data/documents.json").json()["documents"]] == [
        str(other.pk)
    ]


def test_every_field_of_a_document_is_in_the_schema(alliance):
    document = make_published()

    schema = alliance.get("/open-data/document.schema.json").json()
    data = alliance.get(f"/documents/{document.pk}.json").json()

    assert set(schema["required"]) == set(data)
    for name in ("file", "validity"):
        assert set(schema["properties"][name]["required"]) == set(data[name])


def test_the_dictionary_explains_every_field(alliance):
    page = alliance.get("/open-data/").content.decode()
    assert all(f">{name}<" in page for name in open_data.NAMES)


def test_what_looks_like_a_formula_is_words(alliance):
    make_published(title="=1+1")
    assert b"'=1+1" in alliance.get("/open-data/documents.csv").content


def test_a_list_of_unknown_form_is_not_found(alliance):
    assert alliance.get("/open-data/documents.pdf").status_code == 404


def test_the_bare_text_holds_title_and_paragraphs(alliance):
    document = make_published(number="沪样联〔2026〕1号", recipients="各有关单位：")
    text = alliance.get(f"/documents/{document.pk}.txt").content.decode()
    assert text.startswith(f"{document.title}\n沪样联〔2026〕1号\n各有关单位：\n") and "一、样例事项" in text


def test_a_feed_of_one_kind(alliance):
    document, other = make_published(), make_published(kind="joint_notice")
    feed = alliance.get("/documents/feed.atom?kind=joint_notice").content.decode()
    assert other.title in feed and document.title not in feed
