"""The literal numbers that open headings, chapters and articles."""

import re
from dataclasses import dataclass

from collaboration.documents.text.numerals import NUMERAL, to_int

PATTERNS = (
    ("h1", re.compile(rf"({NUMERAL}{{1,4}})[、.．](?=\S)")),
    ("h2", re.compile(rf"（({NUMERAL}{{1,4}})）(?=\S)")),
    ("h3", re.compile(r"(\d{1,3})[.．、]\s?(?=\d{4}年|[^\d\s])")),
    ("h4", re.compile(r"(?:（(\d{1,3})）|(\d{1,3})[)）])(?=\S)")),
    ("chapter", re.compile(rf"第({NUMERAL}{{1,5}}|\d{{1,3}})[编章节](?=\s|[^的中里内所、和与至]|$)")),
    ("article", re.compile(rf"第({NUMERAL}{{1,5}}|\d{{1,3}})条(?!第|规定|所|的|至|、|和|与|及|中|之|，)")),
)
HEAD = re.compile(r"[^。！？；]{2,40}。(?=.)")
PROSE = re.compile(r"应当|不得|可以|必须|本(?:办法|协议|意见|规定)|的，")
ARTICLE_HEAD = re.compile(r"(?:第\S+条)\s?(?:[（【][^）】]{2,20}[）】]|[^，。、（【]{2,10}。)(?=.)")
ARTICLE_PROSE = re.compile(r"[由应是为自不须]|根据|按照")


@dataclass(frozen=True)
class Number:
    kind: str
    value: int
    literal: str


def number_of(text: str) -> Number | None:
    """The number a cleaned paragraph opens with, if it opens with one."""
    for kind, pattern in PATTERNS:
        match = pattern.match(text)
        if match:
            numeral = next(group for group in match.groups() if group)
            return Number(kind, to_int(numeral), match[0])
    return None


def run_in_head(text: str, number: Number) -> str:
    """The heading sentence a numbered paragraph opens with; empty where the whole paragraph is the heading
    or the first sentence is ordinary prose."""
    if number.kind == "chapter":
        return ""
    if number.kind == "article":
        match = ARTICLE_HEAD.match(text)
        return match[0] if match and not ARTICLE_PROSE.search(match[0], len(number.literal)) else ""
    match = HEAD.match(text)
    if not match or PROSE.search(match[0]):
        return ""
    return match[0]


def head_of(kind: str, text: str) -> str:
    """The heading sentence of a paragraph of this kind; empty where it has none."""
    number = number_of(text)
    return run_in_head(text, number) if number and number.kind == kind else ""


class Sequence:
    """Watches numbers go by and tells which does not follow from the one before.

    Items of a lower level may begin again at 1 at any time; the leading level must not, unless a new
    text begins. Numbers such as 1. may also run on across the headings above them.
    """

    CHILDREN = {
        "编": ("章", "h1"),
        "章": ("节", "h1"),
        "article": ("h2", "h4"),
        "h1": ("h2", "h4"),
        "h2": ("h4",),
        "h3": ("h4",),
    }
    LEADING = {"编", "article", "h1"}

    def __init__(self) -> None:
        self.last: dict[str, int] = {}

    def restart(self) -> None:
        self.last.clear()

    def follows(self, number: Number) -> bool:
        """Whether this number may come now; whichever it is, the next one is judged after it."""
        level = self._level(number)
        before = self.before(number)
        begins = number.value == 1 and (before == 0 or level not in self.LEADING)
        self.count_as(number, number.value)
        for child in self.CHILDREN.get(level, ()):
            self.last.pop(child, None)
        return begins or number.value == before + 1

    def before(self, number: Number) -> int:
        """The last number of the same level; 0 where there is none."""
        return self.last.get(self._level(number), 0)

    def count_as(self, number: Number, value: int) -> None:
        """Judge the next number of this level as if this one had that value."""
        self.last[self._level(number)] = value

    def _level(self, number: Number) -> str:
        return number.literal[-1] if number.kind == "chapter" else number.kind
