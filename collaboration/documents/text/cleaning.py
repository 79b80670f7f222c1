"""One paragraph made clean, with a count of what was changed."""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable

from collaboration.documents.text.characters import HANZI, is_hanzi
from collaboration.documents.text.punctuation import full_width
from collaboration.documents.text.spacing import tidy_spaces

INVISIBLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffc\ufffe\uffff]"
)
ENTITIES = {
    "nbsp": " ",
    "ensp": " ",
    "emsp": " ",
    "ldquo": "“",
    "rdquo": "”",
    "lsquo": "‘",
    "rsquo": "’",
    "mdash": "—",
    "hellip": "…",
    "middot": "·",
}
ENTITY = re.compile(rf"&({'|'.join(ENTITIES)});")
BOOKMARK = re.compile(r"\[bookmark:[^\[\]]{0,80}\]")
FULL_WIDTH_LETTERS = {
    code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))
}
WIDE_POINT = re.compile(r"^(\d{1,3})．")
YEAR_BRACKETS = re.compile(r"[\[【﹝〔(（［]((?:19|20)\d\d)[\]】﹞〕)）］](?=第?\d+号)")
YEARS = re.compile(r"(?<![\d-])((?:19|20)\d\d)[-–－]((?:19|20)\d\d)(?![\d-])")
TITLE = re.compile(r"《[^《》]*》")
INNER_TITLE = re.compile(r"[<＜]([^<>＜＞]*)[>＞]")
DASHES = re.compile(rf"(?<=[{HANZI}，。；：）”])-{{2,}}|^-{{2,}}(?=[{HANZI}“《])")
DOTS = re.compile(rf"(?<=[{HANZI}])(?:\.{{3,}}|。{{3,}})")


def without_invisible(text: str) -> str:
    """The text without characters that nobody sees: they hide in pasted words, turn their order or break a file."""
    return INVISIBLE.sub("", text)


def clean(text: str) -> tuple[str, Counter[str]]:
    """The cleaned text and, for each kind of change, how often it was made; cleaning twice changes nothing."""
    counts: Counter[str] = Counter()
    while True:
        cleaned = _once(text, counts)
        if cleaned == text:
            return cleaned, +counts
        text = cleaned


def _once(text: str, counts: Counter[str]) -> str:
    text = unicodedata.normalize("NFC", text)
    text, counts["invisible"] = _sub(INVISIBLE, "", text, counts["invisible"])
    text, counts["entities"] = _sub(ENTITY, lambda match: ENTITIES[match[1]], text, counts["entities"])
    text, counts["bookmarks"] = _sub(BOOKMARK, "", text, counts["bookmarks"])
    text = _letters(text, counts)
    text, spaces = tidy_spaces(text)
    counts["spaces"] += spaces
    text = _year_brackets(text, counts)
    text, counts["title_marks"] = _inner_titles(text, counts["title_marks"])
    for mark, opening, closing in (('"', "“", "”"), ("'", "‘", "’")):
        text = _quotes(text, mark, opening, closing, counts)
    text, marks = full_width(text)
    counts["punctuation"] += marks
    text, counts["years"] = _sub(YEARS, r"\1—\2", text, counts["years"])
    text, counts["dashes"] = _sub(DASHES, "——", text, counts["dashes"])
    text, counts["dashes"] = _sub(DOTS, "……", text, counts["dashes"])
    return text


def _sub(
    pattern: re.Pattern[str], replacement: str | Callable[[re.Match[str]], str], text: str, count: int
) -> tuple[str, int]:
    text, made = pattern.subn(replacement, text)
    return text, count + made


def _letters(text: str, counts: Counter[str]) -> str:
    changed = WIDE_POINT.sub(r"\1.", text.translate(FULL_WIDTH_LETTERS))
    counts["letters"] += sum(before != after for before, after in zip(text, changed, strict=True))
    return changed


def _year_brackets(text: str, counts: Counter[str]) -> str:
    changed = YEAR_BRACKETS.sub(r"〔\1〕", text)
    counts["year_brackets"] += (sum(a != b for a, b in zip(text, changed, strict=True)) + 1) // 2
    return changed


def _inner_titles(text: str, count: int) -> tuple[str, int]:
    made = 0

    def inner(match: re.Match[str]) -> str:
        nonlocal made
        changed, here = INNER_TITLE.subn(r"〈\1〉", match[0])
        made += here
        return changed

    return TITLE.sub(inner, text), count + made


def _quotes(text: str, mark: str, opening: str, closing: str, counts: Counter[str]) -> str:
    """Straight quotes in pairs around or beside Chinese text; an odd one is left for a person to see."""
    parts = text.split(mark)
    if len(parts) < 3 or len(parts) % 2 == 0:
        return text
    result = parts[0]
    for inside, after in zip(parts[1::2], parts[2::2], strict=True):
        if any(is_hanzi(character) for character in inside):
            result += opening + inside + closing + after
            counts["quotes"] += 1
        else:
            result += mark + inside + mark + after
    return result
