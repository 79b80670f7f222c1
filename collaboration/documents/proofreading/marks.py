"""Marks and words inside one passage: half-width marks, doubled marks and words, brackets without a partner."""

import re
from collections.abc import Iterator

from collaboration.documents.proofreading.findings import Finding, Place
from collaboration.documents.text.punctuation import full_width

DOUBLED_MARK = re.compile(r"([，。；：、！？])\1+")
DOUBLED_WORD = re.compile(r"([的了和与在是对及为将把被从])\1+")
PLACEHOLDER = re.compile(r"【[^【】]*】")
PAIRS = {"（": "）", "《": "》", "〈": "〉", "“": "”", "‘": "’", "〔": "〕", "【": "】"}
CLOSING = {close: opening for opening, close in PAIRS.items()}


def marks(place: Place, text: str) -> Iterator[Finding]:
    """Everything that is wrong with the marks of a passage."""
    yield from _half_width(place, text)
    for match in DOUBLED_MARK.finditer(text):
        yield Finding("doubled_mark", place, match.start(), match.end(), match[0], match[1])
    for match in DOUBLED_WORD.finditer(text):
        yield Finding("doubled_word", place, match.start(), match.end(), match[0], match[1])
    yield from _without_partner(place, text)
    for match in PLACEHOLDER.finditer(text):
        yield Finding("placeholder", place, match.start(), match.end(), match[0])


def _half_width(place: Place, text: str) -> Iterator[Finding]:
    changed, count = full_width(text)
    if not count:
        return
    for position, (before, after) in enumerate(zip(text, changed, strict=True)):
        if before != after:
            yield Finding("half_width", place, position, position + 1, before, after)


def _without_partner(place: Place, text: str) -> Iterator[Finding]:
    waiting: list[tuple[str, int]] = []
    for position, character in enumerate(text):
        if character in PAIRS:
            waiting.append((character, position))
        elif character in CLOSING and waiting and waiting[-1][0] == CLOSING[character]:
            waiting.pop()
        elif character in CLOSING:
            yield Finding("no_partner", place, position, position + 1, character)
    for character, position in waiting:
        yield Finding("no_partner", place, position, position + 1, character)
