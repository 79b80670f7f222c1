"""Random histories of a joint document against a model that fits on one page."""

import os
from dataclasses import dataclass, field

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from collaboration.documents.models import Answer, Countersignature, Disposition, Opinion, Status
from collaboration.documents.workflow import cancelling, countersigning, deciding, drafting, opinions, rounds
from collaboration.documents.workflow.versions import latest
from collaboration.errors import WorkflowError
from collaboration.worklist.models import Waiting
from tests.factories.documents import again, in_a_week, make_document, paragraphs, proof
from tests.factories.people import make_actor

pytestmark = pytest.mark.django_db
FULL = bool(os.environ.get("PORTAL_PROVE"))
EXAMPLES, STEPS = (250, 50) if FULL else (12, 30)
AUTHOR, FIRST, SECOND, STRANGER = range(4)
people = st.sampled_from([AUTHOR, AUTHOR, FIRST, SECOND, STRANGER])
invited_people = st.sampled_from([FIRST, SECOND, SECOND, STRANGER, AUTHOR])


@dataclass
class Model:
    """What may happen, in sets and flags; every method answers whether it may happen now, and lets it happen."""

    state: str = "draft"
    taking: set[int] = field(default_factory=lambda: {FIRST, SECOND})
    is_open: bool = False
    answered: set[int] = field(default_factory=set)
    handed_in: int = 0
    undecided: int = 0
    signed: set[int] = field(default_factory=set)

    def _close_if_complete(self) -> None:
        if self.is_open and self.taking <= self.answered:
            self._close()

    def _close(self) -> None:
        self.is_open, self.undecided, self.handed_in = False, self.undecided + self.handed_in, 0

    def open_round(self, who: int) -> bool:
        if who != AUTHOR or self.state not in ("draft", "soliciting") or self.is_open or not self.taking:
            return False
        self.state, self.is_open, self.answered = "soliciting", True, set()
        return True

    def answer(self, who: int, has_opinion: bool) -> bool:
        if who not in self.taking or self.state != "soliciting" or not self.is_open or who in self.answered:
            return False
        self.answered.add(who)
        self.handed_in += has_opinion
        self._close_if_complete()
        return True

    def decline(self, who: int) -> bool:
        if who not in self.taking or self.state != "soliciting":
            return False
        self.taking.remove(who)
        self._close_if_complete()
        return True

    def close(self, who: int) -> bool:
        if who != AUTHOR or self.state != "soliciting" or not self.is_open:
            return False
        self._close()
        return True

    def decide(self, who: int) -> bool:
        if who != AUTHOR or self.state != "soliciting" or not self.undecided:
            return False
        self.undecided -= 1
        return True

    def fix(self, who: int) -> bool:
        if who != AUTHOR or self.state != "soliciting" or self.is_open or self.undecided or not self.taking:
            return False
        self.state = "final"
        return True

    def move(self, who: int, before: str, after: str) -> bool:
        if who != AUTHOR or self.state != before:
            return False
        self.state, self.signed = after, set()
        return True

    def sign(self, who: int) -> bool:
        units = {AUTHOR} | self.taking
        if who not in units or self.state != "countersigning" or who in self.signed:
            return False
        self.signed.add(who)
        if self.signed == units:
            self.state = "signed"
        return True

    def give_back(self, who: int) -> bool:
        if who not in {AUTHOR} | self.taking or self.state != "countersigning":
            return False
        self.state = "final"
        return True

    def cancel(self, who: int) -> bool:
        if who != AUTHOR or self.state == "cancelled":
            return False
        self.state = "cancelled"
        return True

    def waiting(self) -> set[tuple[int, str]]:
        """Who has to do what."""
        if self.state == "soliciting":
            return {(who, "answer") for who in self.taking - self.answered} if self.is_open else {(AUTHOR, "decide")}
        if self.state == "countersigning":
            return {(who, "countersign") for who in ({AUTHOR} | self.taking) - self.signed}
        return set()


class Histories(RuleBasedStateMachine):
    """The real steps and the model side by side."""

    @initialize(status=st.sampled_from([Status.DRAFT, Status.SOLICITING, Status.FINAL, Status.COUNTERSIGNING]))
    def begin(self, status) -> None:
        self.savepoint = transaction.atomic()
        self.savepoint.__enter__()
        self.people = [make_actor(code) for code in ("310000", "320000", "330000", "340100")]
        self.document = make_document(status, self.people[AUTHOR], self.people[FIRST], self.people[SECOND])
        self.model = Model(str(status), is_open=status is Status.SOLICITING)

    def teardown(self) -> None:
        if hasattr(self, "savepoint"):
            transaction.set_rollback(True)
            self.savepoint.__exit__(None, None, None)

    def both(self, who, expected, step) -> None:
        """Take the step; it must work exactly where the model says so."""
        actor = self.people[who]
        with actor.acting():
            try:
                step(actor, self.document)
                happened = True
            except WorkflowError:
                happened = False
        assert happened == expected

    @rule(who=people)
    def open_round(self, who):
        self.both(who, self.model.open_round(who), lambda a, d: rounds.open_round(a, d, due_on=in_a_week()))

    @rule(who=invited_people, has_opinion=st.booleans())
    def answer(self, who, has_opinion):
        def step(actor, document):
            with transaction.atomic():
                if has_opinion:
                    opinions.note_opinion(actor, document, text="样例意见。")
                outcome = Answer.Outcome.OPINIONS if has_opinion else Answer.Outcome.NO_OPINION
                opinions.answer(actor, document, outcome=outcome)

        self.both(who, self.model.answer(who, has_opinion), step)

    @rule(who=invited_people, really=st.integers(0, 5))
    def decline(self, who, really):
        if really == 0:
            self.both(who, self.model.decline(who), lambda a, d: opinions.decline(a, d, reason="样例。"))

    @rule(who=people)
    def close_round(self, who):
        self.both(who, self.model.close(who), lambda a, d: rounds.close_round(a, d, early=True))

    @rule(who=people)
    def decide(self, who):
        with self.people[AUTHOR].acting():
            opinion = Opinion.objects.handed_in().filter(disposition=None, round__closed_at__isnull=False).first()
        if opinion:
            adopted = Disposition.Outcome.ADOPTED
            self.both(who, self.model.decide(who), lambda a, d: deciding.decide(a, d, opinion, outcome=adopted))

    @rule(who=people)
    def fix(self, who):
        def step(actor, document):
            rounds.fix_text(actor, document, version=latest(document).number)

        self.both(who, who != STRANGER and self.model.fix(who), step if who != STRANGER else _refused)

    @rule(who=people)
    def save(self, who):
        def step(actor, document):
            revision = again(actor, document).revision
            drafting.save_version(actor, document, revision=revision, title="样例", blocks=paragraphs())

        expected = who == AUTHOR and self.model.state in ("draft", "soliciting")
        self.both(who, expected, step if who == AUTHOR else _refused)

    @rule(who=people)
    def reopen(self, who):
        self.both(who, self.model.move(who, "final", "soliciting"), rounds.reopen_text)

    @rule(who=people)
    def start(self, who):
        expected = self.model.move(who, "final", "countersigning")
        self.both(who, expected, countersigning.start_countersigning)

    @rule(who=invited_people)
    def sign(self, who):
        self.both(who, self.model.sign(who), self._sign)

    def _sign(self, actor, document):
        with self.people[AUTHOR].acting():
            attempt = document.countersignings.filter(closed_at=None).first()
            content_hash = attempt.version.content_hash if attempt else ""
        countersigning.countersign(actor, document, content_hash=content_hash, prove=proof)

    @rule(who=invited_people, really=st.integers(0, 3))
    def give_back(self, who, really):
        def step(actor, document):
            with self.people[AUTHOR].acting():
                attempt = document.countersignings.filter(closed_at=None).first()
                content_hash = attempt.version.content_hash if attempt else ""
            countersigning.return_text(actor, document, content_hash=content_hash, reason="样例。")

        if really == 0:
            self.both(who, self.model.give_back(who), step)

    @rule(who=people, really=st.integers(0, 9))
    def cancel(self, who, really):
        if really == 0:
            self.both(who, self.model.cancel(who), lambda a, d: cancelling.cancel(a, d, reason="样例。"))

    @invariant()
    def state_and_waiting_rows_are_those_of_the_model(self):
        if not hasattr(self, "model"):
            return
        author = self.people[AUTHOR]
        assert again(author, self.document).status == self.model.state
        with author.acting():
            rows = set(
                Waiting.objects.open()
                .filter(matter=self.document.pk, step__in=["answer", "decide", "countersign"])
                .values_list("unit", "step")
            )
            assert rows == {(self.people[who].unit.pk, step) for who, step in self.model.waiting()}
            counted = Countersignature.objects.filter(countersigning__closed_at=None).count()
            assert self.model.state != "countersigning" or counted == len(self.model.signed)


def _refused(actor, document):
    raise WorkflowError


def test_histories_agree_with_the_model():
    run_state_machine_as_test(
        Histories,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=STEPS,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            derandomize=not FULL,
            phases=[Phase.explicit, Phase.reuse, Phase.generate],  # a history is short enough to be read whole
        ),
    )
