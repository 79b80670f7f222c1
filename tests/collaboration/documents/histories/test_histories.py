"""Random histories of a joint document, from the first words to its last day, against a model of it."""

import os

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, run_state_machine_as_test

from collaboration.documents.models import Kind
from tests.collaboration.documents.histories.outward import COLLEAGUE, PASSING
from tests.collaboration.documents.histories.outward_steps import OutwardSteps
from tests.collaboration.documents.histories.writing import AUTHOR, FIRST, SECOND

pytestmark = pytest.mark.django_db
FULL = bool(os.environ.get("PORTAL_PROVE"))
EXAMPLES, STEPS = (205, 50) if FULL else (7, 25)


class Histories(OutwardSteps):
    """Every step anybody may take, and what the portal does by itself."""

    @initialize(
        kind=st.sampled_from([Kind.AGREEMENT, Kind.JOINT_NOTICE]), may_abstain=st.booleans(), ahead=st.integers(0, 6)
    )
    def set_out(self, kind, may_abstain, ahead):
        """Begin at one of several points on the straight way."""
        self.begin(kind, may_abstain=may_abstain)
        way = (self._send, self._answer_all, self._fix, self._start, self._sign_all, self._seal_all, self._review_all)
        for step in way[:ahead]:
            step()

    def _send(self):
        self.solicit(AUTHOR, frozenset(), False)

    def _answer_all(self):
        for who in (FIRST, SECOND):
            self.answer(who, False)

    def _fix(self):
        self.fix(AUTHOR)

    def _start(self):
        self.start(AUTHOR, None)

    def _sign_all(self):
        for who in (AUTHOR, FIRST, SECOND):
            self.sign(who, True)

    def _seal_all(self):
        self.send_to_sealing(AUTHOR, None, True)
        for who in (AUTHOR, FIRST, SECOND):
            self.release_seal(who, True)
        self.put_seals()

    def _review_all(self):
        for kind, outcome in PASSING.items():
            self.review(COLLEAGUE if kind == "secrecy" else AUTHOR, (kind, outcome))


def test_histories_agree_with_the_model():
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
