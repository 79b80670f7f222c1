"""Random histories of a request against a model that fits on one page."""

import os
from dataclasses import dataclass, field

import pytest
from django.db import transaction
from django.db.models import Min
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from collaboration.assistance.models import AssistanceRequest, LedgerLine, Note
from collaboration.assistance.workflow import drafting, handling, receiving, sending
from collaboration.errors import WorkflowError
from collaboration.worklist.models import Waiting
from tenants.audit.models import Record
from tests.factories import requests as make
from tests.factories.people import at_home, make_actor

pytestmark = pytest.mark.django_db
FULL = bool(os.environ.get("PORTAL_PROVE"))
EXAMPLES, STEPS = (300, 50) if FULL else (6, 26)
ASKER, ASKED, OTHER, DECIDER, STRANGER = range(5)
WAYS = {  # asking, asked, another unit it may go to, who decides across levels, nobody's business
    "straight": ("320000", "330000", "340000", "320100", "310000"),
    "across": ("320102", "340100", "310000", "320100", "330000"),
    "assigned": ("320000", "320100", "320102", "340000", "310000"),
}
TALKING = ("received", "returned", "accepted", "answered")
STEPS_OF = {
    "draft": (ASKER, "send"), "level_decision": (DECIDER, "decide_level"), "sent": (None, "receive"),
    "received": (None, "accept"), "returned": (ASKER, "complete"), "accepted": (None, "reply"),
    "answered": (ASKER, "confirm"),
}  # fmt: skip
people = st.sampled_from([ASKER, ASKER, ASKED, ASKED, OTHER, DECIDER, STRANGER])


@dataclass
class Model:
    """What may happen; every method answers whether it may happen now, and lets it happen."""

    way: str
    state: str = "draft"
    asked: int = ASKED
    had_it: set[int] = field(default_factory=lambda: {ASKER})
    questions: list[tuple[int, bool]] = field(default_factory=list)  # who asked, and whether it was answered
    parts: list[str] = field(default_factory=list)
    opened: set[int] = field(default_factory=set)  # who read what it says of persons, recorded once in half an hour
    acts: int = 1  # it was drafted

    def step(self, who: int, by: int, before: str | tuple[str, ...], after: str) -> bool:
        """Most steps: one side moves it from one state to the next."""
        if who != by or self.state not in ([before] if isinstance(before, str) else before):
            return False
        self.state, self.acts = after, self.acts + 1
        return True

    def send(self, who: int) -> bool:
        after = "level_decision" if self.way == "across" else "sent"
        if not self.step(who, ASKER, "draft", after):
            return False
        self.had_it.add(DECIDER if after == "level_decision" else ASKED)
        return True

    def decide(self, who: int, outcome: str) -> bool:
        if not self.step(who, DECIDER, "level_decision", "declined" if outcome == "refuse" else "sent"):
            return False
        self.asked = OTHER if outcome == "redirect" else self.asked
        self.had_it.add(self.asked)
        return True

    def decline(self, who: int) -> bool:
        return self.way != "assigned" and self.step(who, self.asked, "received", "declined")

    def forward(self, who: int, to: int) -> bool:
        if self.way == "across" or to in self.had_it or not self.step(who, self.asked, "received", "sent"):
            return False
        self.asked = to
        self.had_it.add(to)
        return True

    def other_side(self, who: int) -> int | None:
        return {ASKER: self.asked, self.asked: ASKER}.get(who)

    def ask(self, who: int) -> bool:
        if self.other_side(who) is None or self.state not in TALKING:
            return False
        self.questions.append((who, False))
        self.acts += 1
        return True

    def answer(self, who: int, number: int) -> bool:
        by, is_answered = self.questions[number]
        if is_answered or self.state not in TALKING or by != self.other_side(who):
            return False
        self.questions[number] = (by, True)
        self.acts += 1
        return True

    def split(self, who: int) -> bool:
        if not self.step(who, self.asked, "accepted", "accepted"):
            return False
        self.parts.append("draft")
        self.acts += who not in self.opened
        self.opened.add(who)
        return True

    def reply(self, who: int) -> bool:
        return "sent" not in self.parts and self.step(who, self.asked, "accepted", "answered")

    def waiting(self) -> set[tuple[int, str]]:
        """Who has to do what."""
        if self.state not in STEPS_OF:
            return set()
        by, step = STEPS_OF[self.state]
        open_questions = {by for by, is_answered in self.questions if not is_answered}
        owed = {(self.other_side(who), "answer_question") for who in open_questions & {ASKER, self.asked}}
        return {(self.asked if by is None else by, step)} | owed


class Histories(RuleBasedStateMachine):
    """The real steps and the model side by side."""

    steps = 0  # of all histories

    @initialize(way=st.sampled_from(list(WAYS)), start=st.sampled_from(["draft", "received", "accepted", "answered"]))
    def begin(self, way, start) -> None:
        self.savepoint = transaction.atomic()
        self.savepoint.__enter__()
        self.people = [make_actor(code) for code in WAYS[way]]
        self.model, self.parts, self.questions = Model(way), [], []
        self.request = make.make_request(self.people[ASKER], self.people[ASKED].unit)
        before = {"draft": [], "received": [self.receive], "accepted": [self.receive, self.accept]}
        steps = before.get(start, [self.receive, self.accept, self.reply])
        if steps:
            self.send(who=ASKER, is_to_two=False)
            if way == "across":
                self.decide(who=DECIDER, outcome="approve")
        for step in steps:
            step(who=ASKED)

    def teardown(self) -> None:
        if hasattr(self, "savepoint"):
            transaction.set_rollback(True)
            self.savepoint.__exit__(None, None, None)

    def both(self, who, expected, step):
        """Take the step; it must work exactly where the model says so."""
        actor, made = self.people[who], None
        with at_home(actor):
            try:
                with transaction.atomic():
                    made = step(actor, self.request)
                happened = True
            except WorkflowError:
                happened = False
        assert happened == expected
        Histories.steps += 1
        return made

    @rule(who=people, is_to_two=st.booleans())
    def send(self, who, is_to_two):
        is_to_two &= self.model.way == "straight"
        also = [self.people[OTHER].unit] if is_to_two else []
        sent = self.both(who, self.model.send(who), lambda a, r: sending.send(a, r, also=also))
        assert sent is None or len(sent) == 1 + len(also)

    @rule(who=people, outcome=st.sampled_from(["approve", "approve", "redirect", "refuse"]))
    def decide(self, who, outcome):
        to = self.people[OTHER].unit if outcome == "redirect" else None
        given = {"approves": outcome != "refuse", "reason": "样例。", "redirect_to": to}
        self.both(who, self.model.decide(who, outcome), lambda a, r: receiving.decide_level(a, r, **given))

    @rule(who=people)
    def receive(self, who):
        self.both(who, self.model.step(who, self.model.asked, "sent", "received"), receiving.receive)

    @rule(who=people)
    def accept(self, who):
        self.both(who, self.model.step(who, self.model.asked, "received", "accepted"), receiving.accept)

    @rule(who=people, really=st.integers(0, 2))
    def decline(self, who, really):
        if really == 0:
            expected = self.model.decline(who)
            self.both(who, expected, lambda a, r: receiving.decline(a, r, why="other", reason="样例。"))

    @rule(who=people)
    def send_back(self, who):
        expected = self.model.step(who, self.model.asked, "received", "returned")
        self.both(who, expected, lambda a, r: receiving.return_for_completion(a, r, text="样例。"))

    @rule(who=people)
    def complete(self, who):
        words = make.wording(self.people[self.model.asked].unit)
        revision = make.again(self.people[ASKER], self.request).revision
        expected = self.model.step(who, ASKER, "returned", "received")
        self.both(who, expected, lambda a, r: sending.complete(a, r, words, revision=revision))

    @rule(who=people, to=st.sampled_from([ASKER, ASKED, OTHER, STRANGER]))
    def forward(self, who, to):
        if self.model.way != "across" and to != who:
            unit = self.people[to].unit
            self.both(who, self.model.forward(who, to), lambda a, r: receiving.forward(a, r, unit, reason="样例。"))

    @rule(who=people)
    def note(self, who):
        expected = self.model.step(who, self.model.asked, "accepted", "accepted")
        self.both(who, expected, lambda a, r: handling.report(a, r, text="样例。"))

    @rule(who=people)
    def ask(self, who):
        made = self.both(who, self.model.ask(who), lambda a, r: handling.ask(a, r, text="样例？"))
        self.questions += [made] if made else []

    @rule(who=people, number=st.integers(0, 3))
    def answer(self, who, number):
        if number < len(self.questions):
            question: Note = self.questions[number]
            step = lambda a, r: handling.answer_question(a, r, question, text="样例。")  # noqa: E731
            self.both(who, self.model.answer(who, number), step)

    @rule(who=people)
    def split(self, who):
        part = make.wording(self.people[STRANGER].unit)
        made = self.both(who, self.model.split(who), lambda a, r: handling.split(a, r, [part]))
        self.parts += [(who, one) for one in made or []]

    @rule(is_sent=st.booleans())
    def move_part(self, is_sent):
        """The last part is sent, straight where that is its way, or given up or taken back."""
        if self.parts:
            owner, part = self.parts[-1]
            actor, before = self.people[owner], self.model.parts[-1]
            with at_home(actor):
                if before == "draft" and is_sent:
                    sending.send(actor, part)
                    self.model.parts[-1] = "sent"
                elif before == "sent" and not is_sent:
                    sending.withdraw(actor, part, reason="样例。")
                    self.model.parts[-1] = "over"

    @rule(who=people)
    def reply(self, who):
        expected = self.model.reply(who)
        self.both(who, expected, lambda a, r: handling.reply(a, r, make.PROOFS["evidence"]))

    @rule(who=people)
    def confirm(self, who):
        self.both(who, self.model.step(who, ASKER, "answered", "closed"), handling.confirm)

    @rule(who=people)
    def ask_to_complete(self, who):
        expected = self.model.step(who, ASKER, "answered", "accepted")
        self.both(who, expected, lambda a, r: handling.ask_to_complete(a, r, text="样例。"))

    @rule(who=people, really=st.integers(0, 4))
    def withdraw(self, who, really):
        if really == 0:
            expected = self.model.step(who, ASKER, ("level_decision", "sent", "received", "returned"), "withdrawn")
            self.both(who, expected, lambda a, r: sending.withdraw(a, r, reason="样例。"))

    @rule(who=people, really=st.integers(0, 4))
    def end(self, who, really):
        if really == 0:
            expected = self.model.step(who, ASKER, "accepted", "ended")
            self.both(who, expected, lambda a, r: sending.end(a, r, reason="样例。"))

    @rule(who=people)
    def hand_over(self, who):
        expected = self.model.step(who, self.model.asked, "ended", "ended")
        self.both(who, expected, lambda a, r: handling.hand_over(a, r, text="样例。"))

    @rule(who=people, really=st.integers(0, 4))
    def discard(self, who, really):
        if really == 0:
            self.both(who, self.model.step(who, ASKER, "draft", "withdrawn"), drafting.discard)

    @invariant()
    def state_addressee_record_and_waiting_rows_are_those_of_the_model(self):
        if not hasattr(self, "model"):
            return
        asker = self.people[ASKER]
        with at_home(asker):
            now = AssistanceRequest.objects.with_units().get(pk=self.request.pk)
            rows = set(Waiting.objects.open().filter(matter=now.pk).values_list("unit", "step"))
            acts = Record.objects.filter(chain=now.public_id).count()
            line = LedgerLine.objects.get(request=now.pk)
            due_on = Waiting.objects.open().filter(matter=now.pk).aggregate(Min("due_on"))["due_on__min"]
        assert (line.state, line.addressee_id, line.title, line.due_on) == (
            now.status,
            now.addressee_id,
            now.title,
            due_on,
        )
        assert (now.status, now.addressee) == (self.model.state, self.people[self.model.asked].unit)
        assert rows == {(self.people[who].unit.pk, step) for who, step in self.model.waiting()}
        assert acts == self.model.acts
        assert bool(now.matter.closed_at) == (self.model.state not in STEPS_OF)


def test_histories_agree_with_the_model(record_property):
    run_state_machine_as_test(
        Histories,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=STEPS,
            suppress_health_check=list(HealthCheck),
            derandomize=not FULL,
            phases=[Phase.explicit, Phase.reuse, Phase.generate],  # a history is short enough to be read whole
        ),
    )
    record_property("steps", Histories.steps)
    assert Histories.steps >= (10_000 if FULL else 0)
