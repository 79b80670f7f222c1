"""Nothing is public before it was decided, reviewed and assessed; then at once, at a time, or when all agree."""

from datetime import timedelta

import pytest
from django.utils import timezone

from collaboration.documents import readiness, tasks
from collaboration.documents.models import PublicationPlan, Review, Status
from collaboration.documents.workflow import publishing, reviewing
from collaboration.errors import NotAllowed, Stale, WorkflowError, WrongState
from collaboration.publication.models import Disclosure, Publication, PublishedDocument
from collaboration.worklist.models import Waiting
from tenants.audit.timeline import timeline
from tenants.identity.roles import Role
from tests.factories.clearances import OUTCOMES, clear
from tests.factories.documents import again
from tests.factories.people import make_actor
from tests.factories.sealed import sealed_at_once
from tests.ownership import as_owner
from tests.workers import work

Kind, Outcome = Review.Kind, Review.Outcome


@pytest.fixture
def units():
    return [make_actor(code) for code in ("310000", "320000", "330000")]


@pytest.fixture
def document(units):
    return sealed_at_once(*units)


def carry_out(database):
    """What the clock does every minute; returns how many are public now."""
    with as_owner():
        tasks.publish_planned.defer(timestamp=0)
    work("sealer", database)
    return PublishedDocument.objects.count()


def agree(actor, document, *, agrees=True, reason=""):
    with actor.acting():
        digest = readiness.open_plan(document).content_hash
        publishing.consent(actor, document, agrees=agrees, content_hash=digest, reason=reason)


@pytest.mark.parametrize("missing", OUTCOMES)
def test_each_review_is_required(db, units, document, missing):
    clear(units[0], document, {kind: outcome for kind, outcome in OUTCOMES.items() if kind != missing})

    with units[0].acting(), pytest.raises(WorkflowError) as refused:
        publishing.publish_document(units[0], document)

    with units[0].acting():
        assert [str(refused.value)] == list(readiness.of(document).missing)
    assert not PublishedDocument.objects.exists()


@pytest.mark.parametrize(
    ("kind", "outcome"),
    [(Kind.DISCLOSURE, Outcome.ON_REQUEST), (Kind.DISCLOSURE, Outcome.WITHHELD), (Kind.SECRECY, Outcome.REFUSED),
     (Kind.RISK, Outcome.HIGH)],
)  # fmt: skip
def test_what_was_decided_against_is_not_published(db, units, document, kind, outcome):
    clear(units[0], document, OUTCOMES | {kind: outcome})

    with units[0].acting(), pytest.raises(WorkflowError):
        publishing.publish_document(units[0], document)
    assert not PublishedDocument.objects.exists()


def test_the_newest_review_holds_and_the_earlier_one_stays(db, units, document):
    clear(units[0], document, OUTCOMES | {Kind.RISK: Outcome.HIGH})
    clear(units[0], document, {Kind.RISK: Outcome.MEDIUM})

    with units[0].acting():
        publishing.publish_document(units[0], document)
        assert list(Review.objects.filter(kind=Kind.RISK).values_list("outcome", flat=True)) == ["high", "medium"]


def test_whoever_decided_on_disclosure_does_not_review_for_secrets(db, units, document):
    with units[0].acting():
        reviewing.review(units[0], document, kind=Kind.DISCLOSURE, outcome=Outcome.PUBLIC)
        with pytest.raises(NotAllowed):
            reviewing.review(units[0], document, kind=Kind.SECRECY, outcome=Outcome.PASSED)


def test_a_handler_alone_does_not_review_for_secrets(db, document):
    handler = make_actor("310000", Role.HANDLER)
    with handler.acting(), pytest.raises(NotAllowed):
        reviewing.review(handler, document, kind=Kind.SECRECY, outcome=Outcome.PASSED)


def test_an_outcome_that_needs_its_reason_is_refused_without(db, units, document):
    with units[0].acting(), pytest.raises(WorkflowError):
        reviewing.review(units[0], document, kind=Kind.DISCLOSURE, outcome=Outcome.WITHHELD, words=" ")


def test_at_a_time_it_stands_on_all_sites_in_one_act(own_database, units, document):
    author = units[0]
    clear(author, document)
    with author.acting():
        planned = publishing.plan(author, document, publish_at=timezone.now() + timedelta(hours=1), asks_units=False)
        with pytest.raises(WrongState):
            publishing.publish_document(author, document)
        with pytest.raises(WrongState):
            reviewing.review(author, document, kind=Kind.RISK, outcome=Outcome.LOW)
        assert not Waiting.objects.open().filter(step="publish").exists()
    assert carry_out(own_database) == 0
    with as_owner():
        PublicationPlan.objects.filter(pk=planned.pk).update(publish_at=timezone.now())

    assert (carry_out(own_database), carry_out(own_database)) == (1, 1)

    with author.acting():
        assert again(author, document).status is Status.PUBLISHED
        sites = set(Publication.objects.values_list("tenant__schema_name", flat=True))
        assert sites == {"alliance", "u310000", "u320000", "u330000"}
        assert Disclosure.objects.count() == 3
        assert PublicationPlan.objects.get().outcome == PublicationPlan.Outcome.PUBLISHED
        assert timeline(document.public_id)[0].act == "published"


def test_a_cancelled_plan_is_not_carried_out(own_database, units, document):
    author = units[0]
    clear(author, document)
    with author.acting():
        planned = publishing.plan(author, document, publish_at=timezone.now() + timedelta(hours=1), asks_units=False)
        publishing.cancel_plan(author, document)
        assert Waiting.objects.open().filter(step="publish").exists()
    with as_owner():
        PublicationPlan.objects.filter(pk=planned.pk).update(publish_at=timezone.now())

    assert carry_out(own_database) == 0
    assert not PublishedDocument.objects.exists()


def test_a_time_that_has_passed_is_refused(db, units, document):
    clear(units[0], document)
    with units[0].acting(), pytest.raises(WorkflowError):
        publishing.plan(units[0], document, publish_at=timezone.now(), asks_units=False)


def test_it_is_published_when_the_last_unit_agrees(own_database, units, document):
    author, second, third = units
    clear(author, document)
    with author.acting():
        publishing.plan(author, document, asks_units=True)
        assert {row.unit.code for row in Waiting.objects.open().filter(step="agree_publication")} == {
            "320000",
            "330000",
        }
    agree(second, document)
    assert carry_out(own_database) == 0
    with pytest.raises(WrongState):
        agree(second, document)
    agree(third, document)

    assert carry_out(own_database) == 1

    assert PublishedDocument.objects.get().pk == document.public_id
    with author.acting():
        acts = [entry.act for entry in timeline(document.public_id)]
    agreed = [act for act in acts if act.startswith("publi")]
    assert agreed == ["published", "publication_agreed_last", "publication_agreed", "publication_planned"]


def test_one_refusal_with_its_reason_ends_the_plan(own_database, units, document):
    author, second, third = units
    clear(author, document)
    with author.acting():
        publishing.plan(author, document, asks_units=True)
    with pytest.raises(WorkflowError):
        agree(second, document, agrees=False)
    agree(second, document, agrees=False, reason="须先与本地宣传部门商定。")

    with third.acting(), pytest.raises(WrongState):
        publishing.consent(third, document, agrees=True, content_hash="")
    assert carry_out(own_database) == 0
    with author.acting():
        assert PublicationPlan.objects.get().outcome == PublicationPlan.Outcome.REFUSED
        assert [row.unit.code for row in Waiting.objects.open().filter(step="publish")] == ["310000"]
        assert not Waiting.objects.open().filter(step="agree_publication").exists()


def test_a_unit_agrees_to_exactly_what_it_read(db, units, document):
    clear(units[0], document)
    with units[0].acting():
        publishing.plan(units[0], document, asks_units=True)
    with units[1].acting(), pytest.raises(Stale):
        publishing.consent(units[1], document, agrees=True, content_hash="0" * 64)
