"""The fonts of a PDF of ours: which character each glyph stands for, and how wide it is."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any


class Unknown(ValueError):
    """The file holds something that cannot be carried over."""


@dataclass(frozen=True)
class Font:
    """How the bytes of a string become characters and widths."""

    name: str
    characters: Mapping[int, str]
    widths: Mapping[int, float]
    default_width: float

    @classmethod
    def of(cls, described: Any) -> "Font":
        if described.get("/Encoding") != "/Identity-H" or "/ToUnicode" not in described:
            raise Unknown(f"font {described.get('/BaseFont')}")
        inside = described["/DescendantFonts"][0].get_object()
        name = str(described["/BaseFont"]).removeprefix("/").removesuffix("-Identity-H").partition("+")[2]
        return cls(name, _characters(described), dict(_widths(inside.get("/W", []))), float(inside.get("/DW", 1000)))

    def read(self, data: bytes) -> Iterator[tuple[str, float]]:
        """Each character of these bytes with its width in ems."""
        for place in range(0, len(data), 2):
            code = int.from_bytes(data[place : place + 2])
            if code not in self.characters:
                raise Unknown(f"a character of {self.name}")
            yield self.characters[code], self.widths.get(code, self.default_width) / 1000


def _characters(described: Any) -> dict[int, str]:
    table = described["/ToUnicode"].get_object().get_data().decode("latin-1")
    if "beginbfrange" in table:
        raise Unknown("a range of characters")
    pairs = re.findall(r"<([0-9A-Fa-f]{4})> <([0-9A-Fa-f]+)>\n", table.partition("beginbfchar")[2])
    return {int(code, 16): bytes.fromhex(text).decode("utf-16-be") for code, text in pairs}


def _widths(listed: Any) -> Iterator[tuple[int, float]]:
    entries = [entry.get_object() for entry in listed]
    while entries:
        first, second, *entries = entries
        if isinstance(second, list):
            yield from ((int(first) + place, float(width)) for place, width in enumerate(second))
        else:
            width, *entries = entries
            yield from ((code, float(width)) for code in range(int(first), int(second) + 1))
