"""The real steps and the model side by side: each works just where the model says so, and is recorded as it says."""

from collections.abc import Callable

from django.db import connection, transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition

from collaboration.documents.models import Countersignature, JointDocument, Kind, Opinion
from collaboration.documents.workflow import abstaining
from collaboration.errors import WorkflowError
from collaboration.publication.models import PublishedDocument
from collaboration.worklist.models import Waiting
from tenants.audit import verification
from tenants.audit.models import Record
from tenants.identity.actor import Actor
from tenants.identity.roles import Role
from tenants.units.models import Tenant
from tests.collaboration.documents.histories.outward import COLLEAGUE, Model
from tests.collaboration.documents.histories.writing import AUTHOR, FIRST, LATER, SECOND, Acts
from tests.factories.documents import again, make_draft
from tests.factories.people import make_actor
from tests.factories.sealed import register_seals
from tests.ownership import as_owner, as_system

CODES = ("310000", "320000", "330000", "340000")
units = st.sampled_from([AUTHOR, FIRST, SECOND, LATER])
drafters = st.sampled_from([AUTHOR, AUTHOR, AUTHOR, FIRST, LATER])
invited = st.sampled_from([FIRST, SECOND, LATER, AUTHOR])
staff = st.sampled_from([AUTHOR, COLLEAGUE, FIRST])
seldom = st.integers(0, 5).map(lambda number: number == 0)
mostly = st.integers(0, 5).map(lambda number: number > 0)
WRITING = ("draft", "soliciting", "final")
SIGNING = ("final", "countersigning", "signed")
SEALING = ("signed", "sealing", "sealed")
OUTWARD = ("signed", "sealing", "sealed", "issued", "published")
Step = Callable[[Actor, JointDocument], object]


def while_in(*states):
    """Where this kind of step is tried: where it may be right, and just before and after."""
    return precondition(lambda self: self.model.state in states)


class Machine(RuleBasedStateMachine):
    """One document and its people; everything is rolled back in the end."""

    def begin(self, kind: Kind, *, may_abstain: bool) -> None:
        self.savepoint = transaction.atomic()
        self.savepoint.__enter__()
        self.people = [*map(make_actor, CODES), make_actor(CODES[0]), make_actor("office", Role.SIGNATORY)]
        register_seals(*CODES)
        administrator = make_actor("office", Role.UNIT_ADMINISTRATOR)
        with administrator.acting():
            abstaining.allow_abstaining(administrator, allowed=may_abstain)
        author, first, second = self.people[:3]
        self.document = make_draft(author, first, second, kind=kind)
        self.model = Model(may_abstain=may_abstain, is_numbered=kind.is_numbered)
        self.opinions: list[Opinion] = []
        self.texts = 0
        self.recorded = 1

    def teardown(self) -> None:
        if hasattr(self, "savepoint"):
            if not connection.needs_rollback:
                with as_owner():
                    assert list(verification.breaks()) == []
            transaction.set_rollback(True)
            self.savepoint.__exit__(None, None, None)

    def fresh_words(self):
        self.texts += 1
        return f"样例之{self.texts}。"

    def both(self, who: int, expected: Acts, step: Step) -> object:
        """Take the step as this person; gives back what it gave."""
        actor, result = self.people[who], None
        with actor.acting():
            try:
                result = step(actor, self.document)
            except WorkflowError:
                assert expected is None
            else:
                assert expected is not None
        self._compare_record(expected or ())
        return result

    def by_itself(self, expected: Acts, job: Callable[[], object]) -> None:
        """Let the portal do what it does without anybody."""
        with as_system():
            job()
        self._compare_record(expected or ())

    def _compare_record(self, expected: tuple[str, ...]) -> None:
        with as_owner():
            rows = Record.objects.filter(chain=self.document.public_id, number__gt=self.recorded)
            acts = tuple(rows.order_by("number").values_list("act", flat=True))
        assert acts == expected
        self.recorded += len(acts)

    def text(self, read_it: bool) -> str:
        """The hash of what is being signed or was signed by all; or of something else."""
        with as_owner():
            attempt = self.document.countersignings.select_related("version").last()
            return attempt.version.content_hash if attempt and read_it else "0" * 64

    @invariant()
    def state_and_waiting_steps_are_those_of_the_model(self) -> None:
        if not hasattr(self, "model"):
            return
        assert again(self.people[AUTHOR], self.document).status == self.model.state
        with as_owner():
            rows = Waiting.objects.open().filter(matter=self.document.pk).values_list("unit__code", "step")
            assert sorted(rows) == sorted((CODES[unit], step) for unit, step in self.model.waiting())

    @invariant()
    def everybody_sees_what_the_model_says(self) -> None:
        if not hasattr(self, "model"):
            return
        for who, actor in enumerate(self.people[: len(CODES)]):
            with actor.acting():
                assert JointDocument.objects.visible_to(actor).exists() == (who in self.model.parties)
                seen = set(Opinion.objects.visible_to(actor).values_list("pk", flat=True))
            readable = zip(self.opinions, self.model.opinions, strict=True)
            assert seen == {one.pk for one, opinion in readable if self.model.reads(who, opinion)}
        with as_owner():
            sites = {
                tenant.schema_name
                for tenant in Tenant.objects.all()
                if PublishedDocument.objects.on_site(tenant).filter(pk=self.document.public_id).exists()
            }
        issuers = {f"u{CODES[unit]}" for unit in self.model.attempt.issuers}
        assert sites == ({"alliance"} | issuers if self.model.is_public else set())

    @invariant()
    def signatures_that_count_are_on_the_newest_text(self) -> None:
        if not hasattr(self, "model") or self.model.state not in ("countersigning", "signed", "sealing", "sealed"):
            return
        with as_owner():
            attempt = self.document.countersignings.select_related("version").latest("number")
            assert attempt.version == self.document.versions.latest("number")
            signed = Countersignature.objects.filter(countersigning=attempt)
            assert set(signed.values_list("content_hash", flat=True)) <= {attempt.version.content_hash}
            names = set(signed.values_list("unit__code", flat=True))
        assert names == {CODES[unit] for unit in self.model.attempt.signed}
