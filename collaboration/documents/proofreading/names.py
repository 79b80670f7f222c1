"""Names of the units that sign, written almost but not quite as they are."""

from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher

from collaboration.documents.proofreading.findings import Finding, Place

SHORTEST = 6  # characters: shorter names resemble too much
ALIKE = 0.87  # 住房与城乡建设厅 against 住房和城乡建设厅 is 0.91
OPENING = 2  # characters that must agree


def names(place: Place, text: str, known: Iterable[str]) -> Iterator[Finding]:
    """Stretches that resemble a known name and are no known name, with the nearest name as the correction."""
    known = sorted({name for name in known if len(name) >= SHORTEST}, key=len, reverse=True)
    taken = [False] * len(text)
    for name in known:
        for start in _occurrences(text, name):
            taken[start : start + len(name)] = [True] * len(name)
    for name in known:
        for start in _occurrences(text, name[:OPENING]):
            found = _nearest(text, start, name)
            end = start + len(found)
            if found and not any(taken[start:end]):
                taken[start:end] = [True] * len(found)
                yield Finding("name_differs", place, start, end, found, name)


def _nearest(text: str, start: int, name: str) -> str:
    """The stretch from here that resembles the name most and ends as it does; empty where none does enough."""
    best, likeness = "", ALIKE
    for length in range(len(name) - 2, len(name) + 3):
        stretch = text[start : start + length]
        if len(stretch) == length and stretch[-1] == name[-1]:
            ratio = SequenceMatcher(None, stretch, name, autojunk=False).ratio()
            if ratio > likeness:
                best, likeness = stretch, ratio
    return best


def _occurrences(text: str, words: str) -> Iterator[int]:
    start = text.find(words)
    while start >= 0:
        yield start
        start = text.find(words, start + 1)
