"""A unit's former register of numbers, as a table with number, title and date; every wrong line is named."""

import csv
import io
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from tenants.jobs import sandbox

NUMBER = re.compile(r"^([\u4e00-\u9fff]{2,12})[〔\[（(［](\d{4})[〕\]）)］]\s*(?:第)?0*([1-9]\d{0,4})\s*号$")
DATE = re.compile(r"^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T].*)?$")
LARGEST = 5 * 1024 * 1024
LINES = 5000
READER = "collaboration.numbering.read_workbook"


@dataclass(frozen=True)
class Entry:
    """One number of the register."""

    word: str
    year: int
    number: int
    title: str
    dated: str | None


@dataclass(frozen=True)
class Problem:
    """What is wrong on a line."""

    line: int
    words: str


def rows_of(data: bytes) -> list[list[str]]:
    """The cells of a .csv or .xlsx file; the workbook is read in the sandbox. Raises ``ValueError``."""
    if len(data) > LARGEST:
        raise ValueError
    if data.startswith(b"PK"):
        try:
            rows: list[list[str]] = json.loads(sandbox.run(READER, data, seconds=10, memory=512 * 1024 * 1024))
        except sandbox.SandboxError as error:
            raise ValueError from error
        return rows
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return list(csv.reader(io.StringIO(data.decode(encoding))))
        except (UnicodeDecodeError, csv.Error):
            continue
    raise ValueError


def check(rows: Sequence[Sequence[str]], taken: Iterable[tuple[str, int, int]]) -> tuple[list[Entry], list[Problem]]:
    """Every line as an entry, or why it is none; a first line without a number is the heading."""
    seen, entries, problems = set(taken), list[Entry](), list[Problem]()
    for line, cells in enumerate(rows[: LINES + 1], start=1):
        given = [str(cell).strip() for cell in cells]
        if not any(given) or (line == 1 and not NUMBER.match(given[0])):
            continue
        entry = _entry(given)
        if isinstance(entry, str):
            problems.append(Problem(line, entry))
        elif (entry.word, entry.year, entry.number) in seen:
            problems.append(Problem(line, _("This number stands in the ledger or on an earlier line already.")))
        else:
            seen.add((entry.word, entry.year, entry.number))
            entries.append(entry)
    if len(rows) > LINES:
        problems.append(Problem(LINES + 1, _("At most %(count)d lines are taken over at once.") % {"count": LINES}))
    return entries, problems


def _entry(cells: Sequence[str]) -> Entry | str:
    found = NUMBER.match(cells[0])
    if found is None:
        return _("This is no document number such as 样城管〔2024〕3号.")
    title = cells[1] if len(cells) > 1 else ""
    if not title or len(title) > 300:
        return _("The title is missing or longer than 300 characters.")
    dated = _date(cells[2]) if len(cells) > 2 and cells[2] else None
    if len(cells) > 2 and cells[2] and dated is None:
        return _("This is no date such as 2024-03-01.")
    return Entry(found[1], int(found[2]), int(found[3]), title, dated)


def _date(text: str) -> str | None:
    found = DATE.match(text)
    try:
        return date(*map(int, found.groups())).isoformat() if found else None
    except ValueError:
        return None
