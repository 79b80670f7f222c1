"""Read the State Council's yearly notice: days off, weekend days worked for them, and what cannot be right."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _

FESTIVALS = ("元旦", "春节", "清明", "劳动", "端午", "中秋", "国庆")
WEEKDAYS = "一二三四五六日"
TOKEN = re.compile(
    r"(?:(?P<year>\d{4})年)?(?:(?P<month>\d{1,2})月)?(?P<day>\d{1,2})日(?:\((?P<said>[^)]*)\))?"
    r"|(?P<off>放假)|(?P<work>上班)|共(?P<count>\d{1,2})天"
)
SAID_WEEKDAY = re.compile(r"(?:周|星期)([一二三四五六日天])")
RANGE = {"至", "到", "-", "—", "~", "–"}
ONLY_A_DATE = re.compile(r"^\d{4}年\d{1,2}月\d{1,2}日$")
NOT_READ = re.compile(r"\d+月|\d+日|月\d")
STATUTORY_DAYS = 13  # a year, since 2025: days off that no weekend day is worked for
LONGEST = 20


@dataclass(frozen=True)
class Problem:
    """What is wrong in one line; line 0 speaks of the whole notice."""

    line: int
    text: str


@dataclass
class Notice:
    """Every day the notice names: True is worked, False is off; and the festival it is named for."""

    year: int
    days: dict[date, bool] = field(default_factory=dict)
    names: dict[date, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    @property
    def surplus(self) -> int:
        """Days off from Monday to Friday beyond the weekend days worked for them: normally the statutory ones."""
        weekdays_off = sum(not worked and day.weekday() < 5 for day, worked in self.days.items())
        return weekdays_off - sum(self.days.values())


@dataclass
class _Line:
    """One line while it is read: days named so far and not yet said to be off or worked."""

    number: int
    festival: str
    pending: list[date] = field(default_factory=list)
    last_off: int = 0
    month: int | None = None


def read(text: str, year: int) -> Notice:
    """Read a pasted notice for a year. Whatever cannot be right becomes a problem beside its line."""
    notice = Notice(year)
    for number, written in enumerate(text.splitlines(), 1):
        line = re.sub(r"\s", "", unicodedata.normalize("NFKC", written))
        if line and not ONLY_A_DATE.match(line):
            notice.problems.extend(Problem(number, problem) for problem in _read_line(notice, number, line))
    if not notice.days and not notice.problems:
        notice.problems.append(Problem(0, _("No day off and no working day was found in this text.")))
    return notice


def missing_festivals(text: str) -> list[str]:
    """Festivals that a whole yearly notice would name and this text does not."""
    return [name for name in FESTIVALS if name not in text]


def _read_line(notice: Notice, number: int, line: str) -> Iterator[str]:
    named = [name for name in FESTIVALS if name in line]
    state, end, rest = _Line(number, "、".join(named)), 0, []
    for token in TOKEN.finditer(line):
        between = line[end : token.start()]
        rest.append(between)
        end = token.end()
        if token["day"]:
            yield from _take_day(notice, state, token, joins=between in RANGE and bool(state.pending))
        elif token["count"]:
            if state.last_off and int(token["count"]) != state.last_off:
                yield _("The line says %(said)s days, but names %(found)d.") % {
                    "said": token["count"], "found": state.last_off}  # fmt: skip
        elif state.pending:
            yield from _assign(notice, state, worked=bool(token["work"]))
        elif token["work"] and re.search(r"\d", line):
            yield _("“%(word)s” stands without a day that could be read.") % {"word": "上班"}
    if state.pending:
        yield _("%(day)s is said to be neither off (放假) nor worked (上班).") % {"day": _named(state.pending[0])}
    if found := NOT_READ.search(" ".join([*rest, line[end:]])):
        yield _("“%(text)s” was not understood.") % {"text": found[0]}


def _take_day(notice: Notice, state: _Line, token: re.Match[str], *, joins: bool) -> Iterator[str]:
    state.month = int(token["month"]) if token["month"] else state.month
    if state.month is None:
        yield _("The month is missing before “%(text)s”.") % {"text": f"{token['day']}日"}
        return
    year = int(token["year"] or (state.pending[-1].year if joins else notice.year))
    try:
        day = date(year, state.month, int(token["day"]))
    except ValueError:
        yield _("There is no day “%(text)s”.") % {"text": f"{year}年{state.month}月{token['day']}日"}
        return
    if abs(year - notice.year) > 1:
        yield _("%(day)s does not belong to the notice for %(year)s.") % {"day": _named(day), "year": notice.year}
        return
    said = SAID_WEEKDAY.search(token["said"] or "")
    if said and WEEKDAYS.index(said[1].replace("天", "日")) != day.weekday():
        yield _("%(day)s is a %(weekday)s, not what the line says.") % {
            "day": _named(day), "weekday": date_format(day, "l")}  # fmt: skip
    if not joins:
        state.pending.append(day)
        return
    start = state.pending[-1]
    if not timedelta(0) < day - start <= timedelta(days=LONGEST):
        yield _("%(start)s to %(end)s is not a stretch of days off.") % {"start": _named(start), "end": _named(day)}
        return
    state.pending.extend(start + timedelta(days=step) for step in range(1, (day - start).days + 1))


def _assign(notice: Notice, state: _Line, *, worked: bool) -> Iterator[str]:
    for day in state.pending:
        if day in notice.days:
            yield _("%(day)s is named twice.") % {"day": _named(day)}
        notice.days[day] = worked
        notice.names[day] = state.festival
    if not worked:
        state.last_off = len(state.pending)
    state.pending = []


def _named(day: date) -> str:
    return date_format(day, "DATE_FORMAT")
