"""What people and the portal do while the text is written."""

from datetime import timedelta

from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from collaboration.deadlines.models import Deadline
from collaboration.documents.models import Answer, Round
from collaboration.documents.workflow import (
    deciding,
    drafting,
    opinions,
    overdue,
    replies,
    rounds,
)
from collaboration.documents.workflow.working import draft_of, upcoming
from tenants.units.models import Unit
from tests.collaboration.documents.drafting.test_saving import change
from tests.collaboration.documents.histories.machine import (
    CODES,
    WRITING,
    Machine,
    drafters,
    invited,
    seldom,
    units,
    while_in,
)
from tests.collaboration.documents.histories.writing import AUTHOR, FIRST, SECOND
from tests.factories.documents import again, in_a_week, paragraphs
from tests.ownership import as_owner


class WritingSteps(Machine):
    """What people and the portal do while the text is written."""

    @while_in(*WRITING)
    @rule(who=drafters)
    def save_version(self, who):
        words = paragraphs("为了试验流程，各方商定如下。", "各方约定每季度互通一次样例情况。", self.fresh_words())

        def step(actor, document):
            revision = again(actor, document).revision if who == AUTHOR else 0
            drafting.save_version(actor, document, revision=revision, title="样例", blocks=words)

        self.both(who, self.model.save_version(who), step)

    @while_in(*WRITING)
    @rule(who=drafters)
    def write(self, who):
        with self.people[AUTHOR].acting():
            written = change(draft_of(self.document), text=self.fresh_words())
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
