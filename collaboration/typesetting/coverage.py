"""Which characters a font file has, read from its character map alone.

fontTools would name every glyph on the way there, ten megabytes for each Chinese face that are never given back.
"""

import struct
from array import array
from bisect import bisect_right
from collections.abc import Iterator
from pathlib import Path

from fontTools.ttLib import TTFont

# Platform and encoding of the maps of Unicode, the richest first.
PREFERRED = ((3, 10), (0, 6), (0, 4), (3, 1), (0, 3), (0, 2), (0, 1), (0, 0))


class Coverage:
    """The characters of one face, as ranges: ``code in coverage``."""

    def __init__(self, ranges: Iterator[tuple[int, int]]) -> None:
        self._firsts, self._lasts = array("L"), array("L")
        for first, last in sorted(ranges):
            if self._lasts and first <= self._lasts[-1] + 1:
                self._lasts[-1] = max(self._lasts[-1], last)
            else:
                self._firsts.append(first)
                self._lasts.append(last)

    def __contains__(self, code: int) -> bool:
        place = bisect_right(self._firsts, code) - 1
        return place >= 0 and code <= self._lasts[place]


def coverage(path: Path) -> Coverage:
    """The characters of the font in this file; for what is no font, fontTools' own exceptions."""
    with TTFont(path, lazy=True) as font:
        table = bytes(font.reader["cmap"])
    (count,) = struct.unpack_from(">2xH", table)
    maps = {}
    for number in range(count):
        platform, encoding, offset = struct.unpack_from(">HHL", table, 4 + 8 * number)
        maps[platform, encoding] = table[offset:]
    for kind in PREFERRED:
        if kind in maps and (ranges := _ranges(maps[kind])):
            return Coverage(ranges)
    return Coverage(iter(()))


def _ranges(subtable: bytes) -> Iterator[tuple[int, int]] | None:
    (layout,) = struct.unpack_from(">H", subtable)
    return {4: _segments, 12: _groups}.get(layout, lambda _: None)(subtable)


def _groups(subtable: bytes) -> Iterator[tuple[int, int]]:
    """Format 12: ranges of characters whose glyphs follow each other. Glyph 0 stands for a missing one."""
    (count,) = struct.unpack_from(">L", subtable, 12)
    for first, last, glyph in struct.iter_unpack(">LLL", subtable[16 : 16 + 12 * count]):
        if glyph or last > first:
            yield first if glyph else first + 1, last


def _segments(subtable: bytes) -> Iterator[tuple[int, int]]:
    """Format 4: ranges whose glyphs are the character's number plus a shift, or stand in a list."""
    (twice,) = struct.unpack_from(">H", subtable, 6)
    count = twice // 2
    lasts, firsts, shifts, places = (
        struct.unpack_from(f">{count}H", subtable, 14 + part * twice + (2 if part else 0)) for part in range(4)
    )
    list_begins = 16 + 3 * twice
    for number, (first, last, shift, place) in enumerate(zip(firsts, lasts, shifts, places, strict=True)):
        for code in range(first, min(last, 0xFFFE) + 1):
            glyph = code + shift
            if place:
                (glyph,) = struct.unpack_from(">H", subtable, list_begins + 2 * number + place + 2 * (code - first))
            if glyph & 0xFFFF:
                yield code, code
