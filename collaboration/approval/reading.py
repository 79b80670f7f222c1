"""What pages show of the approval in the reader's house."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Prefetch

from collaboration.approval import clearance, rules
from collaboration.approval.asked import Asked, asked
from collaboration.approval.models import GATHERING, HouseOpinion, Run, Step
from collaboration.approval.models.runs import by_position
from collaboration.approval.words import Label, label, space_of
from collaboration.deadlines.calendar import WorkingDays
from collaboration.deadlines.lights import Light, light
from collaboration.matters.models import Matter
from collaboration.worklist.models import Waiting
from tenants.identity.actor import Actor


@dataclass(frozen=True, slots=True)
class Line:
    """One step in words, and what the reader may do with it."""

    step: Step
    light: Light | None
    is_mine: bool  # to take now
    can_substitute: bool


@dataclass(frozen=True)
class Card:
    """One word of the unit: how far its approval is."""

    word: str
    label: Label
    run: Run | None
    lines: list[list[Line]] = field(default_factory=list)
    planned: list[str] = field(default_factory=list)  # steps of the chain, before anything was submitted
    is_clear: bool = False
    has_changed: bool = False
    can_submit: bool = False
    can_steer: bool = False
    is_back: bool = False  # with whoever drafted it

    @property
    def waits_for(self) -> list[str]:
        """Who takes the steps that wait now."""
        steps = [line.step for together in self.lines for line in together]
        return [clearance.who_takes(step) for step in steps if step.state == Step.State.WAITING]


@dataclass(frozen=True)
class Gathering:
    """The internal opinions of departments, and who was asked."""

    run: Run | None
    lines: list[Line]
    opinions: list[HouseOpinion]
    can_ask: bool


@dataclass(frozen=True, slots=True)
class Past:
    """A run that has ended, and what it was for."""

    run: Run
    label: Label


@dataclass(frozen=True)
class House:
    """Everything the house does on one matter before it speaks."""

    cards: list[Card]
    gathering: Gathering
    past: list[Past]

    @property
    def has_something(self) -> bool:
        """Whether there is anything to show."""
        return bool(self.cards or self.gathering.run or self.past)


def house(actor: Actor, matter: Matter) -> House:
    """The whole page of one matter."""
    space = space_of(matter.kind)
    calendar = WorkingDays.load()
    runs = _runs(actor, matter)
    live = {run.pk for run in Run.objects.live().filter(pk__in=[run.pk for run in runs])}
    cards = [card(actor, one, calendar) for one in asked(actor, matter, space.words if space else ())]
    shown = {one.run.pk for one in cards if one.run}
    gathered = next((run for run in runs if run.word == GATHERING and run.pk in live), None)
    past = [Past(run, label(run.kind, run.word)) for run in runs if run.pk not in shown and run != gathered]
    return House([one for one in cards if one.run or one.can_submit], gathering(actor, matter, gathered), past)


def _runs(actor: Actor, matter: Matter) -> list[Run]:
    found = Run.objects.visible_to(actor).filter(matter=matter.public_id)
    return list(found.prefetch_related(Prefetch("steps", Step.objects.order_by("position", "pk")), "acts"))


def card(actor: Actor, found: Asked, calendar: WorkingDays) -> Card:
    """One word in words."""
    steps = list(found.run.steps.all()) if found.run else []
    can_steer = found.run is not None and rules.can_steer(actor, found.run)
    together = by_position(steps)
    is_back = bool(steps) and steps[0].state == Step.State.WAITING
    may_submit = found.is_timely and rules.can_submit(actor)
    return Card(
        word=found.word,
        label=found.label,
        run=found.run,
        lines=[[line(actor, step, calendar, can_steer) for step in some] for some in together.values()],
        planned=[] if found.run or not found.chain else [str(_name(one.kind)) for one in found.chain.planned],
        is_clear=found.is_clear,
        has_changed=found.has_changed and not is_back,
        can_submit=may_submit and (found.run is None or is_back or found.has_changed),
        can_steer=can_steer,
        is_back=is_back,
    )


def _name(kind: str) -> Label:
    return dict(Step._meta.get_field("kind").flatchoices)[kind]


def line(actor: Actor, step: Step, calendar: WorkingDays, can_steer: bool = False) -> Line:
    """One step in words."""
    is_open = step.state == Step.State.WAITING
    shown = light(step.due_on, calendar=calendar) if is_open and step.due_on else None
    is_mine = is_open and step.position > 0 and step.is_for(actor)
    return Line(step, shown, is_mine, can_steer and step.state != Step.State.AGREED and step.position > 0)


def gathering(actor: Actor, matter: Matter, run: Run | None) -> Gathering:
    """Internal opinions of this round, where the unit is asked for its own."""
    space = space_of(matter.kind)
    steps = space.gathers if space else ()
    is_asked = (
        bool(steps)
        and rules.can_submit(actor)
        and (Waiting.objects.visible_to(actor).open().filter(matter=matter, unit=actor.unit, step__in=steps).exists())
    )
    if run is None:
        return Gathering(None, [], [], is_asked)
    calendar = WorkingDays.load()
    opinions = list(HouseOpinion.objects.visible_to(actor).filter(run=run))
    return Gathering(run, [line(actor, step, calendar) for step in run.steps.all()], opinions, is_asked)


@dataclass(frozen=True, slots=True)
class Short:
    """One word of the unit on the page of its matter."""

    word: str
    label: str
    waits_for: list[str]
    is_clear: bool
    is_begun: bool


def on_page(actor: Actor, matter: Matter, words: Iterable[str]) -> list[Short]:
    """How far the approval of these words is; one query where the unit has no chain."""
    found = []
    for one in asked(actor, matter, words):
        if one.is_timely:
            steps = one.run.steps.filter(state=Step.State.WAITING) if one.run else []
            waits_for = [clearance.who_takes(step) for step in steps] if not one.has_changed else []
            found.append(Short(one.word, one.label, waits_for, one.is_clear, bool(one.run)))
    return found
