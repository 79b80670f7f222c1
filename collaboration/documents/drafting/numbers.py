"""The numbers that headings get by themselves: 一、（一） 1. （1） 第一章 第一条, and the dash of a list."""

from collections.abc import Callable, Mapping
from typing import Any

from collaboration.documents.text.numbering import number_of
from collaboration.documents.text.numerals import to_chinese

DASH = "——"
FORMS: dict[str, Callable[[int], str]] = {
    "chapter": lambda number: f"第{to_chinese(number)}章 ",
    "article": lambda number: f"第{to_chinese(number)}条 ",
    "h1": lambda number: f"{to_chinese(number)}、",
    "h2": lambda number: f"（{to_chinese(number)}）",
    "h3": lambda number: f"{number}.",
    "h4": lambda number: f"（{number}）",
}
LEVELS = ("h1", "h2", "h3", "h4")
NEW_TEXT = ("issued_title", "attachment")


def literal_of(kind: str, text: str) -> str:
    """The number, or dash, that the text of a paragraph of this kind opens with."""
    if kind == "li":
        return DASH if text.startswith(DASH) else ""
    number = number_of(text)
    if number is None or number.kind != kind:
        return ""
    rest = text.removeprefix(number.literal)
    return number.literal + " " if rest.startswith(" ") else number.literal


class Numbers:
    """Counts headings as they go by; a number that is written out counts too, so that the next one follows it."""

    KINDS = frozenset({*FORMS, "li"})

    def __init__(self) -> None:
        self._last: dict[str, int] = {}

    def literal(self, line: Mapping[str, Any]) -> str:
        """What stands before the text of this block; empty where nothing is put there."""
        kind = line["kind"]
        if kind in NEW_TEXT:
            self._last.clear()
        if kind == "li":
            return DASH if line.get("auto") else ""
        if kind not in FORMS:
            return ""
        written = None if line.get("auto") else number_of(line["text"].strip())
        if line.get("auto"):
            value = self._last.get(kind, 0) + 1
        elif written and written.kind == kind:
            value = written.value
        else:
            return ""
        self._last[kind] = value
        self._begin_below(kind)
        return FORMS[kind](value) if line.get("auto") else ""

    def _begin_below(self, kind: str) -> None:
        below: tuple[str, ...]
        if kind == "chapter":
            below = LEVELS
        elif kind == "article":
            below = LEVELS[1:]
        else:
            below = LEVELS[LEVELS.index(kind) + 1 :]
        for level in below:
            self._last.pop(level, None)
