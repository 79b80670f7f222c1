"""What becomes of a sealed document."""

from datetime import timedelta

from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from collaboration.dispatch.models import Addressee, Dispatch
from collaboration.dispatch.workflow import To
from collaboration.documents import readiness
from collaboration.documents.models import PublicationPlan
from collaboration.documents.workflow import (
    afterwards,
    expiring,
    issuing,
    public_versions,
    publishing,
    reviewing,
)
from collaboration.errors import WorkflowError
from collaboration.publication import taking_down
from collaboration.publication.models import PublishedDocument, Validity
from tenants.units.models import Unit
from tests.collaboration.documents.histories.machine import (
    CODES,
    OUTWARD,
    invited,
    mostly,
    seldom,
    staff,
    while_in,
)
from tests.collaboration.documents.histories.outward import COLLEAGUE, PASSING
from tests.collaboration.documents.histories.sealing_steps import SealingSteps
from tests.collaboration.documents.histories.writing import AUTHOR, FIRST
from tests.factories.dispatched import TERM
from tests.ownership import as_owner

HIDDEN = "每季度"
OUTSIDERS = ("320100", "340100", CODES[AUTHOR])  # the last has signed: it is nobody's recipient


class OutwardSteps(SealingSteps):
    """What becomes of a sealed document."""

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
