"""Which steps a request needs with departments outside, and what the terms of a transfer to the judiciary say of them.

The terms are those of the State Council's rules on transferring suspected crimes (国务院令第730号): handed over within
24 hours of the decision; the police decide within three days of receipt; a review is asked for within three more.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from collaboration.assistance.models import AssistanceRequest
from collaboration.letters.models import OutsideStep

Step = OutsideStep.Sort
JUDICIAL = "judicial"
OF_JUDICIARY = (Step.DECIDED, Step.HANDED_OVER, Step.COPIED, Step.RECEIPT, Step.FILED, Step.NOT_FILED)
OF_DEPARTMENT = (Step.SENT, Step.ANSWERED)
NEEDS_PAPER = frozenset({Step.ANSWERED, Step.DECIDED, Step.HANDED_OVER, Step.RECEIPT, Step.FILED, Step.NOT_FILED})
TO_HAND_OVER, TO_FILE, TO_REVIEW = timedelta(days=1), timedelta(days=3), timedelta(days=3)
ENDS_WAITING = {Step.ANSWERED: "outside_answer", Step.HANDED_OVER: "outside_hand_over",
                Step.FILED: "outside_decision", Step.NOT_FILED: "outside_decision"}  # fmt: skip


def steps_for(request: AssistanceRequest) -> tuple[OutsideStep.Sort, ...]:
    """The steps that this request can have with departments outside; none where nobody outside takes part."""
    if request.kind_version.kind_id == JUDICIAL:
        return OF_JUDICIARY
    return OF_DEPARTMENT if request.outside else ()


def awaited(request: AssistanceRequest, sort: str, happened_on: date) -> tuple[str, date] | None:
    """What has to follow a step by which day: it waits with the unit that leads, which is warned and urged."""
    match sort:
        case Step.SENT:
            return "outside_answer", request.wanted_on
        case Step.DECIDED:
            return "outside_hand_over", happened_on + TO_HAND_OVER
        case Step.RECEIPT:
            return "outside_decision", happened_on + TO_FILE
    return None


def missing(request: AssistanceRequest, done: Iterable[OutsideStep]) -> list[str]:
    """What has to be recorded before the request can be replied to."""
    have = {one.sort for one in done}
    wanted = [one for one in steps_for(request) if one not in (Step.FILED, Step.NOT_FILED)]
    lacking = [str(one.label) for one in wanted if one not in have]
    if request.kind_version.kind_id == JUDICIAL and not have & {Step.FILED, Step.NOT_FILED}:
        lacking.append(_("whether the police opened a case"))
    return lacking


def warnings(request: AssistanceRequest, done: Iterable[OutsideStep], today: date) -> list[str]:
    """What is late or soon will be."""
    if request.kind_version.kind_id != JUDICIAL:
        return []
    return list(_warnings({one.sort: one.happened_on for one in done}, today))


def _warnings(days: Mapping[str, date], today: date) -> Iterator[str]:
    if decided := days.get(Step.DECIDED):
        until = decided + TO_HAND_OVER
        if (days.get(Step.HANDED_OVER) or today) > until:
            yield _("It was to be handed over by %(day)s.") % {"day": date_format(until)}
    if Step.HANDED_OVER in days and Step.COPIED not in days:
        yield _("The procuratorate has not been sent its copy yet.")
    outcome = days.get(Step.FILED) or days.get(Step.NOT_FILED)
    if received := days.get(Step.RECEIPT):
        until = received + TO_FILE
        if (outcome or today) > until:
            yield _("The police were to decide by %(day)s: ask them, or turn to the procuratorate.") % {
                "day": date_format(until)
            }
    if refused := days.get(Step.NOT_FILED):
        if today <= (until := refused + TO_REVIEW):
            yield _("Until %(day)s a review can be asked for, or supervision by the procuratorate be proposed.") % {
                "day": date_format(until)
            }
