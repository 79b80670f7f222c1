"""Which faces a machine sets documents in, and what they cannot show."""

import io
from pathlib import Path

import pytest
from pypdf import PdfReader

from collaboration.typesetting import fonts
from collaboration.typesetting.characters import Missing, missing_characters
from collaboration.typesetting.document import Kind
from collaboration.typesetting.fonts import FETCHED_FONTS, NOTO_FONTS, SYSTEM_FONTS, available_fonts, font_set
from collaboration.typesetting.typesetter import typeset
from tests.factories.paper import print_document

FANDOL = next(
    (folder for folder in (*SYSTEM_FONTS, FETCHED_FONTS) if (folder / "FandolFang-Regular.otf").exists()), None
)
needs_fandol = pytest.mark.skipif(FANDOL is None, reason="the Fandol typefaces are not on this machine")


def first_families(found: fonts.FontSet) -> dict[str, str]:
    return {role: faces[0].family for role, faces in found.faces.items()}


def test_with_the_wheel_alone_every_face_is_named_as_a_substitute():
    found = font_set((NOTO_FONTS,))

    assert {substitute.wanted for substitute in found.substitutes} == {"仿宋", "楷体", "黑体", "宋体", "小标宋"}
    assert {substitute.used for substitute in found.substitutes} == {"Noto Serif SC", "Noto Sans SC"}


@pytest.mark.parametrize("kind", Kind)
def test_documents_can_be_set_with_the_wheel_alone(kind):
    result = typeset(print_document(kind), preview=True, fonts=font_set((NOTO_FONTS,)))

    assert result.pdf.startswith(b"%PDF-1.7")
    assert len(result.boxes) == (0 if kind is Kind.MINUTES else 4)


@needs_fandol
def test_fandol_is_preferred_and_nothing_stands_in_for_it():
    found = font_set((FANDOL, NOTO_FONTS))

    assert found.substitutes == ()
    assert first_families(found) == {
        "fang": "FandolFang R",
        "kai": "FandolKai",
        "hei": "FandolHei",
        "song": "FandolSong",
        "title": "FandolSong",
    }
    assert found.faces["title"][0].weight == fonts.BOLD


def test_the_configured_folder_comes_first(monkeypatch):
    monkeypatch.setenv("PORTAL_FONTS", str(NOTO_FONTS))
    monkeypatch.setattr(fonts, "SYSTEM_FONTS", ())
    monkeypatch.setattr(fonts, "FETCHED_FONTS", Path("/nowhere"))

    assert first_families(available_fonts())["fang"] == "Noto Serif SC"


@needs_fandol
def test_a_character_that_another_face_must_show_is_listed_with_that_face():
    missing = missing_characters("镕，镕与喆", fonts=font_set((FANDOL, NOTO_FONTS)))

    assert missing == [Missing("镕", "Noto Serif SC"), Missing("喆", "Noto Serif SC")]


def test_a_character_that_nothing_can_show_is_listed_without_a_face():
    missing = missing_characters("甲\U000f1234乙", fonts=font_set((NOTO_FONTS,)))

    assert missing == [Missing("\U000f1234", "")]


def test_blanks_and_line_ends_are_not_missing():
    assert missing_characters("甲 \u3000\n\t乙\u00a0", fonts=font_set((NOTO_FONTS,))) == []


def test_a_rare_name_is_still_printed():
    text = "代表为朱镕喆。"

    pdf = typeset(print_document(blocks=({"kind": "p", "text": text},))).pdf

    assert text in PdfReader(io.BytesIO(pdf)).pages[0].extract_text()


def test_families_named_beside_the_fonts_come_first(tmp_path):
    for path in NOTO_FONTS.glob("*.otf"):
        (tmp_path / path.name).symlink_to(path)
    (tmp_path / "families.json").write_text('{"title": ["Noto Sans SC"], "unheard-of": ["X"]}')

    assert first_families(font_set((tmp_path,)))["title"] == "Noto Sans SC"
