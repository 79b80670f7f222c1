"""The measures of GB/T 9704-2012, read back from the file."""

import io
from itertools import pairwise

import pytest
from pypdf import PdfReader

from collaboration.typesetting.document import Kind
from collaboration.typesetting.typesetter import typeset
from tests.factories.paper import SENTENCE, print_document

MM = 25.4 / 72
LONG = tuple({"kind": "p", "text": SENTENCE * 12} for _ in range(12))


def places(pdf: bytes, page: int) -> list[tuple[float, float, str]]:
    """Every run of text with its place in millimetres from the page's top left corner."""
    found = []

    def visit(text, transformation, matrix, _font, _size) -> None:
        x = matrix[4] * transformation[0] + matrix[5] * transformation[2] + transformation[4]
        y = matrix[4] * transformation[1] + matrix[5] * transformation[3] + transformation[5]
        if text.strip():
            found.append((x * MM, 297 - y * MM, text.strip()))

    PdfReader(io.BytesIO(pdf)).pages[page].extract_text(visitor_text=visit)
    return found


@pytest.fixture(scope="module")
def notice() -> bytes:
    return typeset(print_document(Kind.JOINT_NOTICE, blocks=LONG)).pdf


def test_a_full_page_has_twenty_two_lines_of_equal_pitch(notice):
    rows = sorted({round(y, 2) for _x, y, _text in places(notice, 1) if y < 262})

    assert len(rows) == 22
    assert all(abs(lower - upper - 225 / 22) < 0.02 for upper, lower in pairwise(rows))


def test_text_stays_inside_the_type_area(notice):
    for page in range(len(PdfReader(io.BytesIO(notice)).pages)):
        runs = [(x, y) for x, y, _text in places(notice, page) if y < 262]
        assert min(x for x, _y in runs) > 27.9
        assert min(y for _x, y in runs) > 37
        assert max(x for x, _y in runs) < 184


def test_page_numbers_stand_outside_and_seven_millimetres_below(notice):
    for page, is_right in ((0, True), (1, False)):
        (x, y), *_others = [(x, y) for x, y, text in places(notice, page) if f"{page + 1}" in text and y > 262]
        assert (x > 105) is is_right
        assert 269 < y < 273


def test_the_imprint_ends_on_the_bottom_edge_of_the_type_area(notice):
    last = len(PdfReader(io.BytesIO(notice)).pages) - 1

    (printed,) = [y for _x, y, text in places(notice, last) if "印发" in text]
    assert 259 < printed < 262
