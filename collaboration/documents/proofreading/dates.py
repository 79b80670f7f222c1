"""Dates in running text: days that do not exist, spans that end before they begin, wrong days of the week; and
document numbers that lack a part."""

import re
from collections.abc import Iterator

from collaboration.documents.proofreading.findings import Finding, Place
from collaboration.documents.text.dates import broken_dates, date_line
from collaboration.documents.text.document_numbers import broken_numbers

DAY = r"\d{4}年\d{1,2}月\d{1,2}日"
SPAN = re.compile(rf"({DAY})(?:起)?(?:至|到|—|－|-)({DAY})")
WITH_WEEKDAY = re.compile(rf"({DAY})[（(]?(?:星期|周)([一二三四五六日天])[）)]?")
WEEKDAYS = "一二三四五六日"
LEADING_ZERO = re.compile(r"(?<=年)0(?=[1-9]月)|(?<=月)0(?=[1-9]日)")


def dates(place: Place, text: str) -> Iterator[Finding]:
    """What cannot be true of the dates and document numbers of a passage."""
    for code, found in [("date_broken", broken_dates(text)), ("number_broken", broken_numbers(text))]:
        for words in dict.fromkeys(found):
            start = text.index(words)
            yield Finding(code, place, start, start + len(words), words)
    for match in SPAN.finditer(text):
        first, last = date_line(match[1]), date_line(match[2])
        if first and last and first.value and last.value and last.value < first.value:
            yield Finding("span_backwards", place, match.start(), match.end(), match[0])
    for match in WITH_WEEKDAY.finditer(text):
        line = date_line(match[1])
        if line and line.value and WEEKDAYS[line.value.weekday()] != match[2].replace("天", "日"):
            right = WEEKDAYS[line.value.weekday()]
            yield Finding("weekday_wrong", place, match.start(2), match.end(2), match[2], right)
    for match in LEADING_ZERO.finditer(text):
        yield Finding("leading_zero", place, match.start(), match.end(), match[0], "")
