"""Units of another level take part only with the word of the lower side's superior."""

from collections.abc import Iterable
from dataclasses import dataclass

from collaboration.documents import acts
from collaboration.documents.models import JointDocument
from collaboration.levels.models import Decision, State
from collaboration.levels.rules import decider
from collaboration.levels.workflow import Subject
from tenants.units.models import Unit


@dataclass(frozen=True)
class Crossing:
    """One invited unit of another level: whose word it takes, and what was decided so far."""

    unit: Unit
    superior: Unit
    decision: Decision | None

    @property
    def is_approved(self) -> bool:
        return self.decision is not None and self.decision.state is State.APPROVED

    @property
    def can_be_asked(self) -> bool:
        """Whether nothing is asked at the moment, or the last word was no."""
        return self.decision is None or self.decision.state not in (State.WAITING, State.APPROVED)


def crossings(document: JointDocument, units: Iterable[Unit]) -> dict[int, Crossing]:
    """Those of the units that need a superior's decision, by id; the decisions as the drafting unit sees them."""
    deciders = {unit: decider(document.drafting_unit, unit) for unit in units}
    needed = {unit: superior for unit, superior in deciders.items() if superior}
    if not needed:
        return {}
    decided = Decision.objects.newest_on(document.public_id, needed)
    return {unit.pk: Crossing(unit, superior, decided.get(unit.pk)) for unit, superior in needed.items()}


def not_approved(document: JointDocument, units: Iterable[Unit]) -> list[Unit]:
    """The units that may not be sent the document yet."""
    return [one.unit for one in crossings(document, units).values() if not one.is_approved]


def subject_of(document: JointDocument, purpose: str) -> Subject:
    """What the superior is told of the document."""
    return Subject(
        about=document.public_id,
        about_kind=acts.KIND,
        title=document.title,
        purpose=purpose,
        classification=document.matter.classification,
    )
