"""Text that was broken at a fixed width, as mail and some sites send it, made whole again."""

import re
import unicodedata

from collaboration.documents.text.cleaning import clean
from collaboration.documents.text.dates import date_line
from collaboration.documents.text.document_numbers import number_line
from collaboration.documents.text.numbering import number_of

SLACK = 4
SHARE = 0.4
WIDEST = 130
NARROWEST = 40
SENTENCE = 12  # shorter lines are titles, names and dates
ENDED = re.compile(r"[。；：！？.;:!?][”’）)》」』]*\s*$")
STANDS_ALONE = re.compile(r"附件|附[：:]|抄送|签发人|[甲乙丙丁]方[：:（(]|[-—]{2}")


def unwrap(lines: list[str]) -> list[str]:
    """Join the lines of a text that breaks at one width; any other text comes back as it is."""
    width = _width_of_break(lines)
    if not width:
        return lines
    result: list[str] = []
    goes_on = False
    for line in lines:
        if goes_on and line.strip() and not _begins_anew(line):
            result[-1] = join(result[-1], line)
        else:
            result.append(line)
        goes_on = columns(line) >= width - SLACK and not _stands_whole(line)
    return result


def continues(before: str, line: str) -> bool:
    """Whether a sentence that a page break cut in two goes on in this line."""
    return len(before.strip()) >= SENTENCE and not ENDED.search(before) and not _begins_anew(line)


def columns(line: str) -> int:
    """How wide a line is shown: two columns for a full-width character."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in line.rstrip())


def _width_of_break(lines: list[str]) -> int:
    """The width many lines share without ending a sentence; 0 where there is none."""
    widths = [columns(line) for line in lines if line.strip()]
    if len(widths) < 6 or max(widths) > WIDEST or max(widths) < NARROWEST:
        return 0
    width = max(widths)
    broken = [line for line in lines if columns(line) >= width - SLACK and not ENDED.search(line)]
    return width if len(broken) >= 4 and len(broken) >= SHARE * len(widths) else 0


def _begins_anew(line: str) -> bool:
    """An indent or a number opens a new paragraph whatever the line before looked like."""
    text, _ = clean(line)
    if line.startswith(("\u3000\u3000", "  ", "\t")):
        return True
    return bool(number_of(text) or date_line(text) or number_line(text) or STANDS_ALONE.match(text))


def _stands_whole(line: str) -> bool:
    text, _ = clean(line)
    return bool(date_line(text) or number_line(text))


def join(before: str, line: str) -> str:
    latin = (
        before[-1:].isascii() and line.lstrip()[:1].isascii() and before[-1:].isalpha() and line.lstrip()[:1].isalpha()
    )
    return before.rstrip() + (" " if latin else "") + line.lstrip()
