"""Random histories of a joint document, from the first words to its last day, against a model of it."""

import os
from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, precondition, rule, run_state_machine_as_test

from collaboration.deadlines.models import Deadline
from collaboration.dispatch.models import Addressee, Dispatch
from collaboration.dispatch.workflow import To
from collaboration.documents import readiness
from collaboration.documents.models import Answer, Kind, PublicationPlan, Round
from collaboration.documents.workflow import (
    abstaining,
    afterwards,
    cancelling,
    countersigning,
    deciding,
    drafting,
    expiring,
    finishing,
    issuing,
    opinions,
    overdue,
    paper,
    public_versions,
    publishing,
    replies,
    reviewing,
    rounds,
    sealing,
    withdrawing,
)
from collaboration.documents.workflow.working import draft_of, upcoming
from collaboration.errors import WorkflowError
from collaboration.numbering import workflow as numbering
from collaboration.numbering.models import DocumentNumber
from collaboration.publication import taking_down
from collaboration.publication.models import PublishedDocument, Validity
from tenants.units.models import Unit
from tests.collaboration.documents.drafting.test_saving import change
from tests.collaboration.documents.histories.machine import (
    CODES,
    Machine,
    drafters,
    invited,
    mostly,
    seldom,
    staff,
    units,
)
from tests.collaboration.documents.histories.outward import COLLEAGUE, PASSING
from tests.collaboration.documents.histories.writing import AUTHOR, FIRST, SECOND
from tests.factories.dispatched import TERM
from tests.factories.documents import SCAN, again, in_a_week, paragraphs, proof
from tests.ownership import as_owner

pytestmark = pytest.mark.django_db
FULL = bool(os.environ.get("PORTAL_PROVE"))
EXAMPLES, STEPS = (205, 50) if FULL else (7, 25)
WORD = "测联"  # of the numbers
HIDDEN = "每季度"
OUTSIDERS = ("320100", "340100", CODES[AUTHOR])  # the last has signed: it is nobody's recipient
WRITING = ("draft", "soliciting", "final")
SIGNING = ("final", "countersigning", "signed")
SEALING = ("signed", "sealing", "sealed")
OUTWARD = ("signed", "sealing", "sealed", "issued", "published")


def while_in(*states):
    """Where this kind of step is tried: where it may be right, and just before and after."""
    return precondition(lambda self: self.model.state in states)


class Histories(Machine):
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

    def _fresh_words(self):
        self.texts += 1
        return f"样例之{self.texts}。"

    # Writing

    @while_in(*WRITING)
    @rule(who=drafters)
    def save_version(self, who):
        words = paragraphs("为了试验流程，各方商定如下。", "各方约定每季度互通一次样例情况。", self._fresh_words())

        def step(actor, document):
            revision = again(actor, document).revision if who == AUTHOR else 0
            drafting.save_version(actor, document, revision=revision, title="样例", blocks=words)

        self.both(who, self.model.save_version(who), step)

    @while_in(*WRITING)
    @rule(who=drafters)
    def write(self, who):
        with self.people[AUTHOR].acting():
            written = change(draft_of(self.document), text=self._fresh_words())
        self.both(who, self.model.write(who), lambda a, d: drafting.save_draft(a, d, written))

    @while_in("draft", "soliciting")
    @rule(who=drafters, unit=units)
    def invite(self, who, unit):
        chosen = [Unit.objects.get(code=CODES[unit])]
        self.both(who, self.model.invite(who, unit), lambda a, d: drafting.invite(a, d, chosen))

    @while_in("draft")
    @rule(who=drafters, unit=units)
    def uninvite(self, who, unit):
        chosen = Unit.objects.get(code=CODES[unit])
        self.both(who, self.model.uninvite(who, unit), lambda a, d: drafting.withdraw_invitation(a, d, chosen))

    @while_in(*WRITING)
    @rule(who=drafters, audience=st.sampled_from([(), (), (FIRST,), (SECOND, 3)]).map(frozenset), stays=st.booleans())
    def solicit(self, who, audience, stays):
        asked = list(Unit.objects.filter(code__in=[CODES[unit] for unit in audience]))
        expected = self.model.solicit(who, audience, stays)
        self.both(
            who,
            expected,
            lambda a, d: rounds.open_round(a, d, due_on=in_a_week(), audience=asked, stays_with_drafter=stays),
        )

    @while_in("soliciting")
    @rule(who=invited)
    def note(self, who):
        noted = self.both(who, self.model.note(who), lambda a, d: opinions.note_opinion(a, d, text="样例意见。"))
        if noted:
            self.opinions.append(noted)

    @while_in("soliciting", "final")
    @rule(who=invited, has_opinions=st.booleans())
    def answer(self, who, has_opinions):
        outcome = Answer.Outcome.OPINIONS if has_opinions else Answer.Outcome.NO_OPINION
        self.both(who, self.model.answer(who, has_opinions), lambda a, d: opinions.answer(a, d, outcome=outcome))

    @while_in("soliciting", "final")
    @rule(who=invited, really=seldom)
    def decline(self, who, really):
        if really:
            self.both(who, self.model.decline(who), lambda a, d: opinions.decline(a, d, reason="样例。"))

    @while_in("soliciting")
    @rule(who=drafters, early=st.booleans())
    def close_round(self, who, early):
        self.both(who, self.model.close_round(who, early), lambda a, d: rounds.close_round(a, d, early=early))

    @while_in("soliciting")
    @rule(really=seldom)
    def let_the_day_pass(self, really):
        if really:
            self.model.let_the_day_pass()
            gone = timezone.now() - timedelta(days=2)
            with as_owner():
                open_ones = Round.objects.filter(document=self.document.pk, closed_at=None)
                open_ones.update(due_on=timezone.localdate(gone))
                Deadline.objects.filter(waiting__matter=self.document.pk, waiting__done_at=None).update(due_at=gone)

    @while_in("soliciting", "final")
    @rule()
    def run_out(self):
        self.by_itself(self.model.run_out(), overdue.close_overdue_rounds)

    @precondition(lambda self: self.model.state in WRITING and self.opinions)
    @rule(who=drafters, which=st.integers(0, 9), outcome=st.sampled_from(["adopted", "partly", "declined", "declined"]))
    def decide(self, who, which, outcome):
        which %= len(self.opinions)
        expected = self.model.decide(who, self.model.opinions[which], outcome)
        opinion = self.opinions[which]
        self.both(who, expected, lambda a, d: deciding.decide(a, d, opinion, outcome=outcome, reason="样例。"))

    @precondition(lambda self: self.model.state in WRITING and self.opinions)
    @rule(who=invited, which=st.integers(0, 9), stance=st.sampled_from(["confirmed", "maintained"]))
    def reply(self, who, which, stance):
        which %= len(self.opinions)
        expected = self.model.reply(who, self.model.opinions[which], stance)
        opinion = self.opinions[which]
        self.both(who, expected, lambda a, d: replies.reply(a, d, opinion, stance=stance, reason="样例。"))

    @while_in("soliciting", "final")
    @rule(who=drafters)
    def fix(self, who):
        with self.people[AUTHOR].acting():
            newest = upcoming(again(self.people[AUTHOR], self.document)).number
        self.both(who, self.model.fix(who), lambda a, d: rounds.fix_text(a, d, version=newest))

    @while_in("soliciting", "final", "countersigning")
    @rule(who=drafters)
    def reopen(self, who):
        self.both(who, self.model.reopen(who), rounds.reopen_text)

    # Signing

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

    # Numbering and sealing

    @while_in("countersigning", "signed")
    @rule()
    def reserve_number(self):
        self.model.reserve()
        author = self.people[AUTHOR]
        with author.acting():
            numbering.reserve(author, word=WORD, purpose=self._fresh_words())

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

    # Outward

    @while_in("sealing", "sealed", "issued", "published")
    @rule(who=staff, recipient=st.sampled_from(OUTSIDERS))
    def issue(self, who, recipient):
        to = [To(Addressee.Role.MAIN, Unit.objects.get(code=recipient))]
        expected = self.model.issue(who, "" if recipient == CODES[AUTHOR] else recipient)
        self.both(who, expected, lambda a, d: issuing.issue(a, d, to, term=TERM))
        if expected:
            with as_owner():
                named = [issuer["code"] for issuer in Dispatch.objects.of(self.document.public_id).last().issuers]
            assert named == [CODES[unit] for unit in sorted(self.model.attempt.issuers)]

    @while_in(*OUTWARD)
    @rule(
        who=staff,
        reviewed=st.sampled_from([*PASSING.items(), *PASSING.items(), ("disclosure", "withheld"), ("risk", "high")]),
    )
    def review(self, who, reviewed):
        kind, outcome = reviewed
        expected = self.model.review(who, kind, outcome)
        self.both(who, expected, lambda a, d: reviewing.review(a, d, kind=kind, outcome=outcome, words="样例。"))

    @while_in("sealed", "issued", "published")
    @rule(who=staff, word=st.sampled_from(["", HIDDEN]), really=seldom)
    def hide(self, who, word, really):
        if really:
            words = [word] if word else []
            expected = self.model.hide(who, word)
            self.both(who, expected, lambda a, d: reviewing.hide(a, d, words=words, block_ids=[], ground="样例法"))

    @precondition(lambda self: not self.model.is_typeset)
    @rule()
    def typeset_public_version(self):
        self.model.is_typeset = True
        self.by_itself((), lambda: public_versions.typeset(self.document.public_id))

    @while_in("sealing", "sealed", "issued", "published")
    @rule(who=staff)
    def publish(self, who):
        self.both(who, self.model.publish(who), publishing.publish_document)

    @while_in("sealed", "issued", "published")
    @rule(who=staff, asks_units=st.booleans(), is_later=st.booleans())
    def plan(self, who, asks_units, is_later):
        at = timezone.now() + timedelta(hours=1) if is_later else None
        expected = self.model.plan_publication(who, asks_units, is_later)
        self.both(who, expected, lambda a, d: publishing.plan(a, d, publish_at=at, asks_units=asks_units))

    @precondition(lambda self: self.model.plan and not self.model.plan.is_time)
    @rule()
    def let_the_time_come(self):
        self.model.plan.is_time = True
        with as_owner():
            PublicationPlan.objects.filter(ended_at=None).update(publish_at=timezone.now())

    @while_in("sealed", "issued", "published")
    @rule(who=staff, really=seldom)
    def cancel_plan(self, who, really):
        if really:
            self.both(who, self.model.cancel_plan(who), publishing.cancel_plan)

    @precondition(lambda self: self.model.plan)
    @rule(who=invited, agrees=mostly, read_it=mostly)
    def consent(self, who, agrees, read_it):
        with self.people[AUTHOR].acting():
            digest = readiness.open_plan(self.document).content_hash if read_it else "0" * 64
        expected = self.model.consent(who, agrees, read_it)
        self.both(
            who,
            expected,
            lambda a, d: publishing.consent(a, d, agrees=agrees, content_hash=digest, reason="样例。"),
        )

    @while_in("sealed", "issued")
    @rule()
    def carry_out(self):
        self.by_itself(self.model.carry_out(), publishing.carry_out_due)

    @while_in("issued", "published")
    @rule(who=staff)
    def note_expiry(self, who):
        today = timezone.localdate()
        expected = self.model.note_expiry(who)
        self.both(
            who,
            expected,
            lambda a, d: afterwards.note_validity(a, d, validity=Validity.EXPIRED, since=today, reason="样例。"),
        )

    @while_in("published")
    @rule()
    def tell_of_expiry(self):
        self.by_itself(self.model.tell_of_expiry(), expiring.tell_of_expiry)

    @while_in("sealed", "published")
    @rule(who=st.sampled_from([AUTHOR, COLLEAGUE, FIRST, 5]), lifts=st.booleans())
    def take_down(self, who, lifts):
        def step(actor, document):
            found = PublishedDocument.objects.filter(pk=document.public_id).first()
            if found is None:
                raise WorkflowError
            (taking_down.put_back if lifts else taking_down.take_down)(actor, found, reason="样例。")

        self.both(who, self.model.take_down(who, lifts), step)


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
