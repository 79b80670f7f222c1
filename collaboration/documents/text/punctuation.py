"""Half-width marks inside Chinese text become full-width ones.

A mark is judged by the nearest characters that are no marks themselves, so that converting one never
changes what is decided about its neighbour: doing it twice is doing it once.
"""

import re

from collaboration.documents.text.characters import HALF_TO_FULL, HANZI, is_chinese

SEE_THROUGH = frozenset(" “”‘’—…") | frozenset(HALF_TO_FULL) | frozenset(HALF_TO_FULL.values())
PAIRS = {"(": ")", "（": "）"}
FULL_STOP = re.compile(rf"(?<=[{HANZI}”）》])\.(?=$|[{HANZI}“《])")
LONE_NUMERAL = re.compile(r"[一二三四五六七八九十百]+\.")


def full_width(text: str) -> tuple[str, int]:
    """The text with full-width marks, and how many were changed."""
    touching = _touches_chinese(text)
    _agree_in_pairs(text, touching)
    characters = list(text)
    for position, character in enumerate(text):
        if character in HALF_TO_FULL and touching[position] and not _between_digits(text, position):
            characters[position] = HALF_TO_FULL[character]
    changed = "".join(characters)
    numeral = LONE_NUMERAL.match(changed)
    keep = numeral.end() if numeral else 0
    changed = changed[:keep] + FULL_STOP.sub("。", changed[keep:])
    return changed, sum(before != after for before, after in zip(text, changed, strict=True))


def _touches_chinese(text: str) -> list[bool]:
    """For each position: is the nearest character that is no mark, on either side, Chinese?"""
    touching = [False] * len(text)
    for positions in (range(len(text)), range(len(text) - 1, -1, -1)):
        chinese = False
        for position in positions:
            if text[position] in SEE_THROUGH:
                touching[position] |= chinese
            else:
                chinese = is_chinese(text[position])
    return touching


def _agree_in_pairs(text: str, touching: list[bool]) -> None:
    """A pair of brackets is changed together or not at all."""
    open_brackets: list[int] = []
    for position, character in enumerate(text):
        if character in PAIRS:
            open_brackets.append(position)
        elif character in PAIRS.values() and open_brackets:
            partner = open_brackets.pop()
            full = text[partner] == "（" or character == "）"
            touching[partner] = touching[position] = full or touching[partner] or touching[position]


def _between_digits(text: str, position: int) -> bool:
    around = text[max(position - 1, 0) : position] + text[position + 1 : position + 2]
    return len(around) == 2 and around.isascii() and around.isdigit()
