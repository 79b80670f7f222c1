"""What the day of service sets running: by when it had to be served, and which terms run from it."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from collaboration.assistance.models import AssistanceRequest
from collaboration.deadlines.calendar import ONE_DAY, WorkingDays
from collaboration.service.models import Attempt, Manner, Result, Service

CLOSE = 2  # working days before the last day on which the warning begins
POSTED_DAYS = 3  # working days that a letter needs at least to bring its slip back


@dataclass(frozen=True, slots=True)
class Running:
    """A term that runs from the day of service, and its last day."""

    name: str | Promise
    source: str
    last_day: date


class Outlook(StrEnum):
    """Whether the day by which it has to be served can be met."""

    OPEN = "open"
    CLOSE = "close"
    NOT_BY_POST = "not_by_post"
    MISSED = "missed"


def running_from(served_on: date, paper: str) -> list[Running]:
    """The terms that a paper of this name sets running; where the name tells nothing, all of them.

    Of the day on which a term begins nothing counts, and one that ends on a day off ends with the next working day
    (民事诉讼法 article 85). Days of 行政处罚法 up to seven are working days (article 85).
    """
    calendar = WorkingDays.load()
    hearing = Running(_("To ask for a hearing"), "行政处罚法第六十四条", calendar.after(served_on, 5))
    decided = [
        Running(_("To pay the fine"), "行政处罚法第六十七条", _end(calendar, served_on + timedelta(days=15))),
        Running(_("To apply for review"), "行政复议法第二十条", _end(calendar, served_on + timedelta(days=60))),
        Running(_("To go to court"), "行政诉讼法第四十六条", _end(calendar, _months_after(served_on, 6))),
    ]
    if "告知" in paper or "听证" in paper:
        return [hearing]
    return decided if "决定" in paper else [hearing, *decided]


def _months_after(day: date, months: int) -> date:
    """The same day so many months later, or the last one of a month that is too short for it."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _end(calendar: WorkingDays, day: date) -> date:
    while not calendar.is_working_day(day):
        day += ONE_DAY
    return day


def serve_by(request: AssistanceRequest) -> date | None:
    """The last day on which it may be served, as the entrusting unit said (行政处罚法 article 61: seven days)."""
    return parse_date(str(request.answers.get("serve_by", "")))


def told_at_the_door(service: Service) -> Attempt | None:
    """The attempt that served, while the proof is not made out: its day is known to the entrusting unit at once."""
    if service.result:
        return None
    return service.attempts.filter(result=Result.SERVED, struck_at=None).first()


def day_of_service(service: Service) -> date | None:
    """The day on the proof, or else as it was told at the door."""
    return service.served_on or _day_of(told_at_the_door(service))


def _day_of(told: Attempt | None) -> date | None:
    return timezone.localdate(told.happened_at) if told else None


def outlook(service: Service) -> Outlook | None:
    """How the last day looks today, or looked on the day of service; None where the entrusting unit named none."""
    return _outlook(service.request, day_of_service(service))


def _outlook(request: AssistanceRequest, served_on: date | None = None) -> Outlook | None:
    last = serve_by(request)
    if last is None:
        return None
    day = served_on or timezone.localdate()
    if day > last:
        return Outlook.MISSED
    left = WorkingDays.load().between(day, last)
    if served_on or left > POSTED_DAYS:
        return Outlook.OPEN
    allowed = request.answers.get("manners") or []
    return Outlook.NOT_BY_POST if Manner.POST in allowed and left > CLOSE else Outlook.CLOSE


def days_ahead(request: AssistanceRequest) -> dict[str, object]:
    """By when it has to be served and how that looks, before anybody set out: for pages."""
    return {"serve_by": serve_by(request), "outlook": _outlook(request)}


def legal_days(service: Service) -> dict[str, object]:
    """By when it has to be served, how that looks, the day of service, and what runs from it: for pages."""
    told = told_at_the_door(service)
    day = service.served_on or _day_of(told)
    return {
        "serve_by": serve_by(service.request),
        "outlook": _outlook(service.request, day),
        "served_on": day,
        "served_how": (told or service).get_manner_display(),
        "is_told_only": told is not None,
        "running": running_from(day, str(service.request.answers.get("paper", ""))) if day else [],
    }
