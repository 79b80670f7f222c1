"""Automatic numbers of a Word file, written out as the reader would see them."""

from dataclasses import dataclass, field

from lxml import etree

from collaboration.documents.text.numerals import to_chinese
from collaboration.documents.text.word.xml import attribute, child, children, is_on

CHINESE = ("chineseCounting", "chineseCountingThousand", "chineseLegalSimplified", "ideographTraditional",
           "japaneseCounting", "taiwaneseCounting", "taiwaneseCountingThousand", "koreanCounting")  # fmt: skip
DASH_BULLETS = "—–-－"
ROMAN = ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"),
         (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))  # fmt: skip
LEVELS = 9


@dataclass
class Level:
    form: str = "decimal"
    pattern: str = ""
    start: int = 1
    legal: bool = False
    style: str = ""


@dataclass
class Numbering:
    """Counts along as the paragraphs go by."""

    levels: dict[str, dict[int, Level]] = field(default_factory=dict)
    abstract_of: dict[str, str] = field(default_factory=dict)
    overrides: dict[str, dict[int, int]] = field(default_factory=dict)
    counts: dict[str, dict[int, int]] = field(default_factory=dict)

    @classmethod
    def read(cls, root: etree._Element | None) -> "Numbering":
        numbering = cls()
        for abstract in children(root, "abstractNum"):
            key = attribute(abstract, "abstractNumId")
            numbering.levels[key] = {_int(attribute(lvl, "ilvl")): _level(lvl) for lvl in children(abstract, "lvl")}
        for num in children(root, "num"):
            key = attribute(num, "numId")
            numbering.abstract_of[key] = attribute(child(num, "abstractNumId"))
            numbering.overrides[key] = {
                _int(attribute(override, "ilvl")): _int(attribute(child(override, "startOverride")), 1)
                for override in children(num, "lvlOverride")
                if child(override, "startOverride") is not None
            }
        return numbering

    def next(self, num_id: str, depth: int) -> str:
        """The number the next paragraph of this list carries; empty for bullets."""
        abstract = self.abstract_of.get(num_id, "")
        levels = self.levels.get(abstract, {})
        level = levels.get(depth)
        if level is None:
            return ""
        counts = self.counts.setdefault(abstract, {})
        override = self.overrides[num_id].pop(depth, None)
        if override is not None:
            counts[depth] = override
        else:
            counts[depth] = counts[depth] + 1 if depth in counts else level.start
        for deeper in range(depth + 1, LEVELS):
            counts.pop(deeper, None)
        if level.form == "bullet":
            return "——" if level.pattern in DASH_BULLETS and level.pattern else ""
        return _written(level, levels, counts)

    def depth_of_style(self, num_id: str, style: str) -> int:
        levels = self.levels.get(self.abstract_of.get(num_id, ""), {})
        return next((depth for depth, level in levels.items() if level.style == style), 0)


def _written(level: Level, levels: dict[int, Level], counts: dict[int, int]) -> str:
    text = level.pattern
    for depth in range(LEVELS):
        if f"%{depth + 1}" in text:
            other = levels.get(depth, Level())
            form = "decimal" if level.legal else other.form
            text = text.replace(f"%{depth + 1}", numeral(counts.get(depth, other.start), form))
    return text


def numeral(number: int, form: str) -> str:
    if form in CHINESE:
        return to_chinese(number)
    if form == "ideographDigital":
        return "".join("〇一二三四五六七八九"[int(digit)] for digit in str(number))
    if form.startswith("decimalEnclosed") and 1 <= number <= 20:
        return chr(0x2460 + number - 1)
    if form in ("lowerLetter", "upperLetter"):
        letter = chr(ord("A") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letter if form == "upperLetter" else letter.lower()
    if form in ("lowerRoman", "upperRoman"):
        return _roman(number) if form == "upperRoman" else _roman(number).lower()
    if form == "none":
        return ""
    return f"{number:02d}" if form == "decimalZero" else str(number)


def _roman(number: int) -> str:
    text = ""
    for value, letters in ROMAN:
        text += letters * (number // value)
        number %= value
    return text


def _level(node: etree._Element) -> Level:
    return Level(
        form=attribute(child(node, "numFmt")) or "decimal",
        pattern=attribute(child(node, "lvlText")),
        start=_int(attribute(child(node, "start")), 1),
        legal=is_on(child(node, "isLgl")),
        style=attribute(child(node, "pStyle")),
    )


def _int(text: str, default: int = 0) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else default
