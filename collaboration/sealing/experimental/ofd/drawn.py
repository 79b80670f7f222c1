"""What is drawn on a page, in the order in which it is drawn."""

from collections.abc import Sequence
from dataclasses import dataclass

from collaboration.sealing.experimental.ofd.matrices import Box

Colour = tuple[int, int, int]


@dataclass(frozen=True)
class Ink:
    """A colour, and how much of it covers what lies beneath (255: all)."""

    colour: Colour = (0, 0, 0)
    alpha: int = 255


@dataclass(frozen=True)
class Text:
    """A run of characters on one line: where the first one stands, and how far each next one is from it."""

    characters: str
    x: float
    y: float
    advances: Sequence[float]
    font: str
    size: float
    ink: Ink


@dataclass(frozen=True)
class Outline:
    """Lines and curves: letters of the path language with points of the page."""

    steps: Sequence[tuple[str, Sequence[tuple[float, float]]]]
    box: Box
    fill: Ink | None
    stroke: Ink | None
    line_width: float
    is_even_odd: bool
    clip: Box


@dataclass(frozen=True)
class Picture:
    """A picture of dots, by its bytes as PNG."""

    png: bytes
    box: Box
    alpha: int
    clip: Box


Drawn = Text | Outline | Picture


@dataclass(frozen=True)
class Page:
    """One page: its size, its own words and lines, and what signatures show on it."""

    width: float
    height: float
    body: Sequence[Drawn]
    seals: Sequence[Drawn]
