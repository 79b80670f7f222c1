import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.ttLib import TTFont

from collaboration.typesetting.coverage import Coverage, coverage
from collaboration.typesetting.fonts import available_fonts

BEYOND = 0x20BB7  # 𠮷: outside the first plane, so that the map has ranges of both kinds


def characters(found: Coverage) -> set[int]:
    return {code for code in range(0x110000) if code in found}


@pytest.mark.parametrize("role", ["fang", "kai", "hei", "song", "title"])
def test_every_face_has_the_characters_that_fonttools_finds(role):
    for face in available_fonts().faces[role]:
        named = TTFont(face.path, lazy=True).getBestCmap()
        assert characters(face.characters()) == {code for code, glyph in named.items() if glyph != ".notdef"}


@pytest.mark.parametrize("mapped", [{}, {0x4E00: "a"}, {0x41: "a", 0x4E00: "b", 0x4E01: "a", BEYOND: "b"}])
def test_a_face_of_few_characters(tmp_path, mapped):
    builder = FontBuilder(1000)
    builder.setupGlyphOrder([".notdef", "a", "b"])
    builder.setupCharacterMap({**mapped, 0x20: ".notdef"})
    builder.save(tmp_path / "font.ttf")

    assert characters(coverage(tmp_path / "font.ttf")) == set(mapped)
