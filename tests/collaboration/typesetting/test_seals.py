"""Sample seals."""

import io
import re

import pytest
from pypdf import PdfReader

from collaboration.typesetting.seals import seal_pdf, seal_svg

NAME = "甲省样例管理局"


@pytest.mark.parametrize("diameter", [40, 42, 45, 50])
def test_a_seal_has_the_size_it_is_asked_for(diameter):
    page = PdfReader(io.BytesIO(seal_pdf(NAME, diameter))).pages[0]

    assert [round(side / 72 * 25.4, 1) for side in (page.mediabox.width, page.mediabox.height)] == [diameter, diameter]


def test_a_seal_is_drawn_in_outlines_without_any_font():
    assert "/Font" not in PdfReader(io.BytesIO(seal_pdf(NAME))).pages[0].get("/Resources", {})
    assert "<text" not in seal_svg(NAME)


def test_every_drawn_seal_carries_the_words_for_sample():
    outlines = len(re.findall("M", seal_svg("")))

    assert outlines > len("M")  # with no name at all, the star and the two characters under it remain
    assert len(re.findall("M", seal_svg(NAME))) > outlines


@pytest.mark.parametrize("name", ["局", "某局", "某某某某某某某某某某某某某某某某某某某某某某某某管理委员会"])
def test_short_and_long_names_stay_inside_the_ring(name):
    numbers = re.findall(r'<path d="([^"]*)"', seal_svg(name, 42))
    coordinates = [float(number) for path in numbers for number in re.findall(r"-?\d+\.\d+", path)]

    assert coordinates
    assert all(0 < number < 42 for number in coordinates)


def test_the_same_name_gives_the_same_seal():
    assert seal_svg(NAME) == seal_svg(NAME)
    assert seal_svg(NAME) != seal_svg("乙省样例管理厅")
