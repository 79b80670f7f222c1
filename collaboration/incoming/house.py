"""What the page of a matter says of the reader's own house: instructions, who handles its steps, the slip."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from collaboration.incoming import rules
from collaboration.incoming.models import Entry, Instruction
from collaboration.internal.models import Assignment
from collaboration.matters import telling
from collaboration.matters.models import Matter
from collaboration.worklist.models import Waiting
from collaboration.worklist.rules import can_give
from tenants.identity.actor import Actor


@dataclass(frozen=True, slots=True)
class Step:
    """A step that waits for the house, and who holds it there."""

    pk: int
    words: str
    holder: str
    is_mine: bool
    can_give: bool


@dataclass(frozen=True)
class House:
    """Empty where nothing waits for the house and nothing came in."""

    steps: list[Step] = field(default_factory=list)
    entry: Entry | None = None
    instructions: list[Instruction] = field(default_factory=list)
    can_receive: bool = False

    @property
    def has_something(self) -> bool:
        """Whether there is anything to show."""
        return bool(self.steps or self.entry or self.can_receive)


def house(actor: Actor, matter: Matter, rows: Iterable[Waiting], *, is_addressed: bool = False) -> House:
    """What the acting unit does with a matter; ``rows`` are its open steps. Three queries at most, one less where the
    caller knows that the matter is addressed to the unit."""
    own = [row for row in rows if row.unit_id == actor.unit.pk]
    held = Assignment.objects.filter(waiting__in=[row.pk for row in own], ended_at=None)
    holders = {one.waiting: one for one in held} if own else {}
    steps = [_step(actor, matter, row, holders.get(row.pk)) for row in own]
    if matter.drafting_unit_id == actor.unit.pk:
        return House(steps)
    entry = Entry.objects.visible_to(actor).filter(matter=matter.public_id).first()
    if entry is None:
        is_open = matter.closed_at is None and not matter.is_purged
        is_addressed = is_addressed or rules.is_addressed(actor, matter)
        can_receive = is_open and rules.can_receive(actor) and is_addressed
        return House(steps, can_receive=can_receive)
    return House(steps, entry, list(entry.instructions.all()))


def _step(actor: Actor, matter: Matter, row: Waiting, held: Assignment | None) -> Step:
    return Step(
        pk=row.pk,
        words=telling.step_label(matter, row.step),
        holder=held.person_name if held else "",
        is_mine=held is not None and held.person_id in actor.persons,
        can_give=can_give(actor, row),
    )
