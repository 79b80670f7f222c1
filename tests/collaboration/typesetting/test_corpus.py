"""Hard cases, set and measured against GB/T 9704-2012 within half a millimetre."""

import os
import shutil
from functools import lru_cache
from itertools import pairwise

import pytest

from collaboration.typesetting.document import Typeset
from collaboration.typesetting.typesetter import typeset

from .corpus.archival import findings, second_opinion
from .corpus.cases import CASES, LONG_TITLE
from .corpus.ruler import Character, Page

LEFT, RIGHT, TOP, BOTTOM = 28.0, 184.0, 37.0, 262.0
NEAR = 0.5
CHARACTER, SIZE_4 = 156 / 28, 14 * 25.4 / 72
RED_HEADED = [name for name in CASES if not name.startswith(("agreement", "letter", "minutes"))]
LETTERS = ["letter", "letter of one page"]
MOST_PAGES = None if os.environ.get("PORTAL_PROVE") else 6


@lru_cache(maxsize=32)
def made(name: str) -> Typeset:
    return typeset(CASES[name]())


@lru_cache(maxsize=256)
def page(name: str, number: int) -> Page:
    return Page(made(name).pdf, number % made(name).pages)


def looked_at(name: str) -> list[Page]:
    """All pages, or in the short run the first ones and the last."""
    numbers = range(made(name).pages)[:MOST_PAGES]
    return [page(name, number) for number in {*numbers, made(name).pages - 1}]


def ink(character: Character) -> float:
    """As wide as it is printed: punctuation at the end of a line has its blank half cut off."""
    return character.width / 2 if character.text in "，。、；：？！）》」』〉”’" else character.width


def near(value: float, wanted: float) -> bool:
    return abs(value - wanted) <= NEAR


@pytest.mark.parametrize("name", CASES)
def test_everything_stands_inside_the_type_area(name):
    for one in looked_at(name):
        inside = [character for character in one.body if character.y > TOP]
        assert min(character.x for character in inside) >= LEFT - NEAR
        assert max(character.x + ink(character) for character in inside) <= RIGHT + NEAR
        assert max(character.y for character in inside) <= BOTTOM + NEAR


@pytest.mark.parametrize("name", CASES)
def test_every_file_is_fit_for_the_archive(name):
    assert findings(made(name).pdf) == []


@pytest.mark.skipif(shutil.which("verapdf") is None, reason="no veraPDF on the path")
@pytest.mark.parametrize("name", CASES)
def test_verapdf_agrees(name, tmp_path):
    assert second_opinion(made(name).pdf, tmp_path) == ""


@pytest.mark.parametrize("name", CASES)
def test_lines_of_a_page_keep_one_pitch_of_so_many_lines_to_the_type_area(name):
    """Twenty-two lines; seventeen to twenty-five where the seals would otherwise stand on a page without text."""
    pitches = {}
    for one in looked_at(name)[1:]:
        steps = [lower - upper for upper, lower in pairwise(one.lines()) if 8 < lower - upper < 14]
        if len(steps) > 15:
            pitches[one.number] = round(225 / (sum(steps) / len(steps)), 1)
            assert max(steps) - min(steps) <= 0.3
    assert all(near(count, round(count)) and 17 <= round(count) <= 25 for count in pitches.values())
    if name == "100 pages":
        assert set(pitches.values()) == {22.0}


@pytest.mark.parametrize("name", ["100 pages", "four levels", "rare characters"])
def test_a_full_line_holds_twenty_eight_characters(name):
    full = [line for one in looked_at(name) for line in one.lines().values() if len(line) >= 26]

    assert full
    for line in full:
        hanzi = sorted(character.x for character in line)
        steps = [later - earlier for earlier, later in pairwise(hanzi)]
        assert near(sum(steps) / len(steps), CHARACTER) and len(line) <= 30


@pytest.mark.parametrize("name", CASES)
def test_page_numbers_stand_outside_seven_millimetres_below(name):
    for one in looked_at(name):
        digits = [character for character in one.foot if character.text in "—0123456789"]
        if not digits:
            alone = [line for line in one.lines().values() if min(c.y for c in line) < 240]
            assert (name in LETTERS and one.number == 0) or alone == []  # a page of the imprint's own has none
            continue
        assert all(near(character.y, BOTTOM + 7 + 0.36 * SIZE_4) for character in digits)
        if one.number % 2 == 0:
            assert near(max(character.x + character.width for character in digits), RIGHT - SIZE_4)
        else:
            assert near(min(character.x for character in digits), LEFT + SIZE_4)


@pytest.mark.parametrize("name", [*RED_HEADED, "minutes"])
def test_the_red_mark_begins_thirty_five_millimetres_below_the_type_area(name):
    first = page(name, 0)
    top, *_others = first.red[0]
    (bottom, left, right) = first.red[-1]

    assert near(top, TOP + 35)
    assert near(left, LEFT) and near(right, RIGHT)
    number = [character for character in first.body if near(character.size, 16) and character.y < bottom]
    assert 2.5 <= bottom - max(character.y for character in number) <= 5.0  # four below the lowest ink of the row


@pytest.mark.parametrize("name", [*RED_HEADED, *LETTERS])
def test_the_title_is_centred_in_size_two_and_keeps_its_lines(name):
    lines = page(name, 0).lines(22)

    for line in lines.values():
        assert near((min(one.x for one in line) + max(one.x + one.width for one in line)) / 2, (LEFT + RIGHT) / 2)
    if name == "long title":
        assert tuple("".join(one.text for one in line) for line in lines.values()) == LONG_TITLE
        assert all(near(lower - upper, 33 * 25.4 / 72) for upper, lower in pairwise(lines))


@pytest.mark.parametrize("name", [*RED_HEADED, "minutes"])
def test_the_imprint_ends_on_the_bottom_of_the_type_area(name):
    last = page(name, -1)
    rules = [rule for rule in last.rules if rule.y > 200 and near(rule.left, LEFT) and near(rule.right, RIGHT)]

    assert near(max(rule.y for rule in rules), BOTTOM)
    assert len({round(rule.y) for rule in rules}) == 3
    assert "印发" in last.text


@pytest.mark.parametrize("name", CASES)
def test_seals_stand_apart_inside_the_type_area_and_beside_text(name):
    boxes = made(name).boxes
    if name == "minutes":
        assert boxes == ()
        return
    for box in boxes:
        assert box.x >= LEFT - NEAR and box.x + box.diameter <= RIGHT + NEAR
        assert box.y >= TOP - NEAR and box.y + box.diameter <= BOTTOM + NEAR
    for box, other in ((box, other) for box in boxes for other in boxes if box.unit < other.unit):
        is_apart = max(abs(box.x - other.x), abs(box.y - other.y)) >= 42 + 2 - NEAR
        assert box.page != other.page or is_apart
    first = page(name, boxes[0].page - 1)
    above = [character.y for character in first.body if character.y < boxes[0].y + 4]
    assert above and (boxes[0].y - max(above)) <= 225 / 17


@pytest.mark.parametrize("name", RED_HEADED)
def test_text_begins_on_the_first_page(name):
    assert any(len(line) > 10 for line in page(name, 0).lines().values())


@pytest.mark.parametrize("name", LETTERS)
def test_a_letter_has_its_mark_thirty_millimetres_from_the_edge_between_two_double_rules(name):
    first = page(name, 0)
    rules = [row for row in first.red if near(row[1], 20) and near(row[2], 190)]
    mark = [row for row in first.red if row[0] < rules[0][0] and row[1] > 25]

    assert near(mark[0][0], 30)
    assert near(rules[0][0] - mark[-1][0], 4)
    assert near(rules[-1][0], 297 - 20 + 1)
    assert [one.text for one in first.foot if one.text == "—"] == []
    number = [one for one in first.body if rules[0][0] < one.y < rules[0][0] + 13 and near(one.size, 16)]
    assert near(max(one.x + one.width for one in number), RIGHT)
    assert "印发" not in page(name, -1).text


def test_headings_have_the_faces_of_their_level():
    first = page("four levels", 0)
    faces = {one.text: one.face for one in first.body if one.text in "总分细末"}

    assert len({faces["总"], faces["分"], faces["细"]}) == 3
    assert faces["细"] == faces["末"]


def test_many_units_leave_the_drafting_units_name_alone_in_the_head():
    for name in ("12 issuers", "40 issuers"):
        assert "第5样例管理局" not in page(name, 0).text.partition("样联")[0]
        assert len(made(name).boxes) == int(name.split()[0])


def test_minutes_name_who_was_there_in_bold_letters():
    last = page("minutes", -1)
    labels = {one.face for one in last.body if one.text in "席"}

    assert labels == {one.face for one in last.body if one.text == "列"}
    assert "出席：甲某" in last.text
