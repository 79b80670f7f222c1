"""Read a page back in millimetres from its top left corner."""

import io
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

import pdfplumber
import pypdfium2
from PIL import Image

MM = 25.4 / 72
DOTS = 10  # to a millimetre, where ink is measured
FOOT = 262.6  # below it stands what is outside the type area


@dataclass(frozen=True)
class Character:
    """One character: its left edge, its baseline, its advance, its face and size in points."""

    text: str
    x: float
    y: float
    width: float
    face: str
    size: float


@dataclass(frozen=True)
class Rule:
    """A line drawn across."""

    left: float
    right: float
    y: float


class Page:
    """One page, measured."""

    def __init__(self, pdf: bytes, number: int) -> None:
        self.pdf, self.number = pdf, number
        with pdfplumber.open(io.BytesIO(pdf)) as opened:
            page = opened.pages[number]
            height = float(page.height)
            self.characters = [
                Character(
                    one["text"], one["matrix"][4] * MM, (height - one["matrix"][5]) * MM, one["width"] * MM,
                    one["fontname"].partition("+")[2] or one["fontname"], one["size"],
                )
                for one in page.chars
            ]  # fmt: skip
            drawn = [*page.lines, *page.rects, *page.curves]
            self.rules = [
                Rule(one["x0"] * MM, one["x1"] * MM, one["top"] * MM)
                for one in drawn
                if one["x1"] - one["x0"] > 100 and one["bottom"] - one["top"] < 4
            ]

    @property
    def body(self) -> list[Character]:
        """What stands in the type area."""
        return [one for one in self.characters if one.y < FOOT and one.text.strip()]

    @property
    def foot(self) -> list[Character]:
        """What stands below it at the size of page numbers."""
        return [one for one in self.characters if one.y > FOOT and round(one.size) == 14 and one.text.strip()]

    def lines(self, size: float = 16) -> dict[float, list[Character]]:
        """The characters of this size by baseline, from top to bottom."""
        found: dict[float, list[Character]] = defaultdict(list)
        for one in self.body:
            if abs(one.size - size) < 0.2:
                found[round(one.y, 1)].append(one)
        return dict(sorted(found.items()))

    @property
    def text(self) -> str:
        return "".join(one.text for one in self.characters)

    @cached_property
    def red(self) -> list[tuple[float, float, float]]:
        """Rows of red ink: where from the top, first and last dot from the left."""
        document = pypdfium2.PdfDocument(self.pdf)
        document.init_forms()  # seals and strips are form fields
        picture = document[self.number].render(scale=DOTS * MM).to_pil().convert("RGB")
        return list(_red_rows(picture))


def _red_rows(picture: Image.Image):
    red, green, _blue = picture.split()
    ink = Image.merge("L", (green,)).point(lambda value: 255 if value < 120 else 0)
    bright = red.point(lambda value: 255 if value > 180 else 0)
    both = Image.composite(ink, Image.new("L", picture.size), bright)
    for top in range(picture.height):
        box = both.crop((0, top, picture.width, top + 1)).getbbox()
        if box:
            yield top / DOTS, box[0] / DOTS, box[2] / DOTS
