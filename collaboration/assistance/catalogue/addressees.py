"""Who is the right addressee: the way between two levels, the agreed list, and the competence map."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from collaboration.assistance.models.catalogue import Competence, RequestKind, Subject, Understanding
from tenants.units.models import Unit


class Way(StrEnum):
    """How a request goes from one unit to another (framework agreement, part 1)."""

    STRAIGHT = "straight"  # the same level, another line
    DECISION = "decision"  # another level of another line: a superior decides first
    UPWARDS = "upwards"  # inside one line: an application that the superior decides
    DOWNWARDS = "downwards"  # inside one line: an assignment that is answered, not declined


@dataclass(frozen=True, slots=True)
class Advice:
    """What is said of an addressee before anything is sent; a refusal names the right unit where one is known."""

    is_refused: bool
    words: str
    right: tuple[Unit, ...] = ()


def line_of(unit: Unit) -> Iterator[Unit]:
    """The unit and everything above it, up to its province."""
    here: Unit | None = unit
    while here is not None and here.level > 0:
        yield here
        here = here.parent


def way_between(sender: Unit, addressee: Unit) -> Way:
    """How a request of the sender reaches the addressee."""
    if addressee in list(line_of(sender)):
        return Way.UPWARDS
    if sender in list(line_of(addressee)):
        return Way.DOWNWARDS
    return Way.STRAIGHT if sender.level == addressee.level else Way.DECISION


def is_agreed(kind: RequestKind, sender: Unit, addressee: Unit) -> bool:
    """Whether the agreed list lets these two use the kind; without any line it is agreed."""
    ours, theirs = ({unit.pk: depth for depth, unit in enumerate(line_of(one))} for one in (sender, addressee))
    today = timezone.localdate()
    lines = kind.understandings.filter(valid_from__lte=today).exclude(valid_until__lt=today)
    found = [
        (distance, -line.valid_from.toordinal(), line.is_agreed)
        for line in lines
        for one, other in ((line.one_id, line.other_id), (line.other_id, line.one_id))
        if (distance := _distance(one, ours, other, theirs)) is not None
    ]
    return min(found)[2] if found else True


def _distance(one: int | None, ours: dict[int, int], other: int | None, theirs: dict[int, int]) -> int | None:
    """How far a line stands from these two units; None where it is not theirs."""
    far = 100
    near, next_to = (far if one is None else ours.get(one)), (far if other is None else theirs.get(other))
    return None if near is None or next_to is None else near + next_to


def areas_around(area: str) -> set[str]:
    """The division codes of this area and of all that it lies in."""
    return {area[:length] for length in range(2, len(area) + 1)} | {area[:2] + "0000", area[:4] + "00"}


def lies_in(area: str, unit: Unit) -> bool:
    """Whether this division code is the unit's own, or lies below it."""
    return area.startswith(re.sub(r"(00)+$", "", unit.code))


def competent_for(subject: Subject, area: str) -> list[Unit]:
    """Who is competent in the smallest area that the map knows around this division code; where it names nobody, the
    unit there of the level that holds the subject."""
    if not area:
        return []
    lines = Competence.objects.now().filter(subject=subject, area__in=areas_around(area))
    by_size: dict[int, list[Unit]] = {}
    for line in lines:
        by_size.setdefault(len(line.area.rstrip("0")), []).append(line.unit)
    if by_size or subject.held_at is None:
        return by_size[max(by_size)] if by_size else []
    return list(Unit.objects.open().filter(level=subject.held_at, code__in=areas_around(area)))


def advise(kind: RequestKind, sender: Unit, addressee: Unit, *, subject: Subject | None, area: str) -> Advice | None:
    """What speaks against this addressee; None when nothing does."""
    today = timezone.localdate()
    if addressee == sender:
        return Advice(True, _("A unit does not ask itself."))
    if addressee.closed_on is not None and addressee.closed_on <= today:
        successor = (addressee.successor,) if addressee.successor else ()
        return Advice(True, _("%(unit)s does not exist any more.") % {"unit": addressee.display_name}, successor)
    if addressee.level == 0:
        return Advice(True, _("The alliance office does not take requests."))
    if not is_agreed(kind, sender, addressee):
        return Advice(True, _("The agreed list does not provide for this kind of request between your two units."))
    right = competent_for(subject, area) if subject else []
    if right and addressee not in right:
        names = _(", ").join(unit.display_name for unit in right)
        words = _("For %(subject)s there, %(units)s is competent.") % {"subject": subject, "units": names}
        return Advice(bool(subject and subject.is_strict), words, tuple(right))
    return None


def units_for(keyword: str) -> Q:
    """Units that the competence map knows for a keyword."""
    lines = Competence.objects.now().filter(subject__in=Subject.objects.meant_by(keyword))
    return Q(pk__in=lines.values("unit"))


def lines_between(kind: RequestKind) -> list[Understanding]:
    """The lines of the agreed list for one kind, with their units."""
    return list(kind.understandings.select_related("one", "other"))
