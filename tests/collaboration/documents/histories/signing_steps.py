"""What people do with a final text, up to the last signature."""

from hypothesis import strategies as st
from hypothesis.stateful import rule

from collaboration.documents.workflow import (
    abstaining,
    cancelling,
    countersigning,
    paper,
    withdrawing,
)
from tests.collaboration.documents.histories.machine import (
    CODES,
    SEALING,
    SIGNING,
    drafters,
    invited,
    mostly,
    seldom,
    units,
    while_in,
)
from tests.collaboration.documents.histories.writing import AUTHOR
from tests.collaboration.documents.histories.writing_steps import WritingSteps
from tests.factories.documents import SCAN, proof
from tests.ownership import as_owner


class SigningSteps(WritingSteps):
    """What people do with a final text, up to the last signature."""

    @while_in("soliciting", *SIGNING)
    @rule(who=drafters, order=st.none() | st.tuples(*[st.integers(1, 3)] * len(CODES)))
    def start(self, who, order):
        taking = {AUTHOR} | self.model.taking
        turns = {CODES[unit]: order[unit] for unit in taking} if order else None
        expected = self.model.start(who, order)
        self.both(who, expected, lambda a, d: countersigning.start_countersigning(a, d, order=turns))

    @while_in(*SIGNING)
    @rule(who=units, read_it=mostly)
    def sign(self, who, read_it):
        text = self.text(read_it)
        expected = self.model.sign(who, read_it)
        self.both(who, expected, lambda a, d: countersigning.countersign(a, d, content_hash=text, prove=proof))

    @while_in("countersigning", "signed")
    @rule(who=units)
    def bring_sheet(self, who):
        self.both(who, self.model.bring_sheet(who), lambda a, d: paper.bring_sheet(a, d, scan=SCAN))

    @while_in("countersigning")
    @rule(who=units)
    def sign_on_paper(self, who):
        text = self.text(True)

        def step(actor, document):
            sheet = paper.own_sheet(countersigning.open_attempt(document), actor)
            scan = sheet.scan_sha256 if sheet else ""
            paper.sign_on_paper(actor, document, content_hash=text, scan=scan, prove=proof)

        self.both(who, self.model.sign_on_paper(who), step)

    @while_in(*SIGNING)
    @rule(who=invited)
    def abstain(self, who):
        text = self.text(True)
        expected = self.model.abstain(who)
        self.both(who, expected, lambda a, d: abstaining.abstain(a, d, content_hash=text, reason="样例。", prove=proof))

    @while_in("countersigning", "signed")
    @rule(who=units)
    def withdraw(self, who):
        self.both(who, self.model.withdraw(who), lambda a, d: withdrawing.withdraw_signature(a, d, reason="样例。"))

    @while_in(*SIGNING)
    @rule(who=units, read_it=mostly, really=seldom)
    def give_back(self, who, read_it, really):
        if really:
            text = self.text(read_it)
            expected = self.model.give_back(who, read_it)
            self.both(who, expected, lambda a, d: countersigning.return_text(a, d, content_hash=text, reason="样例。"))

    @while_in("countersigning", *SEALING)
    @rule(who=drafters, wrong=seldom, really=seldom)
    def recall(self, who, wrong, really):
        if really:
            told = len(self.model.attempt.signed) + wrong
            with as_owner():
                number = self.document.countersignings.count()
            expected = self.model.recall(who, told)
            self.both(
                who,
                expected,
                lambda a, d: withdrawing.recall_text(a, d, attempt=number, signatures=told, reason="样例。"),
            )

    @rule(who=drafters, really=st.integers(0, 20))
    def cancel(self, who, really):
        if really == 0:
            self.both(who, self.model.cancel(who), lambda a, d: cancelling.cancel(a, d, reason="样例。"))
