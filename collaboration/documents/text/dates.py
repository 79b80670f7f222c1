"""Dates written on a line of their own, read exactly or not at all."""

import datetime
import re
from dataclasses import dataclass

from collaboration.documents.text.numerals import to_int

DIGIT = "[〇○零O0一二三四五六七八九]"
LABEL = r"(?:(?:(?:成文|签署|签订|签字|落款)(?:日期|时间)|日期)[：:])?"
ARABIC = re.compile(LABEL + r"(\d{4})年(\d{1,2})月(\d{1,2})日")
CHINESE = re.compile(rf"{LABEL}({DIGIT}{{4}})年([一二三四五六七八九十]{{1,3}})月([一二三四五六七八九十]{{1,3}})日")
DASHED = re.compile(LABEL + r"(\d{4})([-./])(\d{1,2})\2(\d{1,2})")
DATE_LIKE = re.compile(LABEL + rf"(?:\d|{DIGIT}|十|_){{0,4}}年(?:[\d年月号日_]|{DIGIT}|十){{0,12}}[\d月日号]")
IN_PROSE = re.compile(r"(?<!\d)\d{4}年\d{1,2}月\d{1,2}日|(?<!\d)\d{3,4}年(?:\d{1,2}月\d{3,}|\d{3,})日")


@dataclass(frozen=True)
class DateLine:
    """A line that is a date and nothing else; ``value`` is None where it cannot be one."""

    text: str
    value: datetime.date | None


def date_line(text: str) -> DateLine | None:
    """Judge a cleaned paragraph; a broken date is still a date line, without a value."""
    bare = text[1:-1] if text.startswith("（") and text.endswith("）") else text
    match = ARABIC.fullmatch(bare) or CHINESE.fullmatch(bare)
    if match:
        return DateLine(text, _date(*match.groups()))
    dashed = DASHED.fullmatch(bare)
    if dashed:
        year, _, month, day = dashed.groups()
        return DateLine(text, _date(year, month, day))
    return DateLine(text, None) if DATE_LIKE.fullmatch(bare) else None


def exact_date(text: str) -> datetime.date | None:
    """The date that opens a cell such as ``2024-07-18 17:02``."""
    line = date_line(text.split(" ")[0])
    return line.value if line else None


def broken_dates(text: str) -> list[str]:
    """What looks like a date in running text and is none, such as the 31st of June."""
    found = []
    for match in IN_PROSE.finditer(text):
        line = date_line(match[0])
        if line is None or line.value is None:
            found.append(match[0])
    return found


def has_leading_zero(text: str) -> bool:
    return re.search(r"年0\d?月|月0\d?日", text) is not None


def _date(year: str, month: str, day: str) -> datetime.date | None:
    try:
        return datetime.date(to_int(year), to_int(month), to_int(day))
    except ValueError:
        return None
