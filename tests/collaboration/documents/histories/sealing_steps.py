"""Numbers and seals."""

from hypothesis import strategies as st
from hypothesis.stateful import rule

from collaboration.documents.workflow import (
    finishing,
    sealing,
)
from collaboration.numbering import workflow as numbering
from collaboration.numbering.models import DocumentNumber
from tests.collaboration.documents.histories.machine import SEALING, drafters, mostly, units, while_in
from tests.collaboration.documents.histories.signing_steps import SigningSteps
from tests.collaboration.documents.histories.writing import AUTHOR
from tests.factories.documents import proof
from tests.ownership import as_owner

WORD = "测联"  # of the numbers


class SealingSteps(SigningSteps):
    """Numbers and seals."""

    @while_in("countersigning", "signed")
    @rule()
    def reserve_number(self):
        self.model.reserve()
        author = self.people[AUTHOR]
        with author.acting():
            numbering.reserve(author, word=WORD, purpose=self.fresh_words())

    @while_in("countersigning", "signed")
    @rule()
    def release_number(self):
        author, number = self.people[AUTHOR], self.model.release_number()
        if number:
            with author.acting():
                row = DocumentNumber.objects.get(code_word=WORD, number=number)
                numbering.release(author, row, reason="样例。")

    @while_in("countersigning", *SEALING)
    @rule(who=drafters, chosen=st.none() | st.integers(1, 60), straddle=st.booleans())
    def send_to_sealing(self, who, chosen, straddle):
        expected = self.model.send_to_sealing(who, chosen)
        self.both(
            who,
            expected,
            lambda a, d: finishing.send_to_sealing(
                a, d, code_word=WORD, chosen=chosen, reason="样例。", straddle=straddle
            ),
        )
        ledger = self.model.ledger
        with as_owner():
            found = DocumentNumber.objects.filter(code_word=WORD).order_by("number")
            rows = list(found.values_list("number", "state"))
        states = dict.fromkeys(ledger.free, "free") | dict.fromkeys(ledger.reserved, "reserved")
        states |= {ledger.given: "given"} if ledger.given else {}
        assert rows == [(number, states[number]) for number in range(1, ledger.last + 1)]

    @while_in(*SEALING)
    @rule(who=units, read_it=mostly)
    def release_seal(self, who, read_it):
        text = self.text(read_it)
        expected = self.model.release_seal(who, read_it)
        self.both(who, expected, lambda a, d: finishing.release_seal(a, d, content_hash=text, prove=proof))

    @while_in(*SEALING)
    @rule()
    def put_seals(self):
        self.by_itself(self.model.put_seals(), lambda: sealing.seal(self.document.public_id))
