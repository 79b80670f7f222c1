"""Signing against withdrawing, editing, recalling, losing ones place and a deadline that passes, all at once."""

import os
import random
from datetime import timedelta

import pytest
from django.db import DatabaseError, OperationalError
from django.utils import timezone

from collaboration.deadlines import driving
from collaboration.deadlines.models import Deadline
from collaboration.documents.models import Countersignature, Status
from collaboration.documents.workflow import countersigning, drafting, rounds, withdrawing
from collaboration.documents.workflow.versions import latest
from collaboration.documents.workflow.working import draft_of
from collaboration.errors import WorkflowError
from collaboration.members import workflow as members
from tenants.audit import verification
from tenants.audit.models import Record
from tenants.identity.models import Membership
from tenants.identity.roles import Role
from tests.collaboration.documents.drafting.test_saving import change
from tests.collaboration.documents.histories.outward import Model
from tests.collaboration.documents.histories.replaying import is_one_history, last_act
from tests.collaboration.documents.histories.signing import Attempt
from tests.collaboration.documents.histories.writing import AUTHOR, FIRST, SECOND
from tests.collaboration.documents.test_at_once import at_once, hash_of, signing
from tests.factories.documents import again, make_document, paragraphs, sign
from tests.factories.people import at_home, make_actor
from tests.ownership import as_owner, as_system

ROUNDS = 500 if os.environ.get("PORTAL_PROVE") else 6
CODES = ("310000", "320000", "330000")
ALL = {AUTHOR, FIRST, SECOND}


def withdrawing_from(document):
    return lambda actor: withdrawing.withdraw_signature(actor, document, reason="样例。")


def recalling(document, given):
    return lambda actor: withdrawing.recall_text(actor, document, attempt=1, signatures=given, reason="样例。")


def editing(document):
    """Whoever wants to change the text reopens it, as soon as it is back, and saves another one."""

    def step(actor):
        try:
            rounds.reopen_text(actor, document)
        finally:
            revision = again(actor, document).revision
            words = paragraphs("改过的样例。")
            drafting.save_version(actor, document, revision=revision, title="样例", blocks=words)

    return step


def writing(document, written):
    """What the editor of somebody sends by itself who has the text open."""
    return lambda actor: drafting.save_draft(actor, document, written)


def losing(place, administrator):
    """The membership ends, by its administrator now or by itself a moment ago, while its holder is about to sign."""

    def end(_actor):
        if administrator is None:
            with as_owner():
                past = timezone.now() - timedelta(seconds=1)
                Membership.objects.filter(pk=place.membership.pk).update(valid_until=past)
        else:
            with at_home(administrator):
                members.end(administrator, place.membership, reason="样例。")

    return end


def driving_the_clock(_actor):
    with as_system():
        return driving.drive()


def is_error(result):
    return isinstance(result, DatabaseError)


def let_the_term_pass(document):
    with as_owner():
        gone = timezone.now() - timedelta(minutes=1)
        Deadline.objects.filter(waiting__matter=document.pk).update(due_at=gone, warn_at=gone)


@pytest.mark.usefixtures("own_database")
def test_whatever_happens_to_a_signature_at_once_leaves_one_history():
    author, js, clerk, editor = make_actor(CODES[0]), make_actor(CODES[1]), make_actor(CODES[0]), make_actor(CODES[0])
    administrator = make_actor(CODES[2], Role.UNIT_ADMINISTRATOR)
    for number in range(ROUNDS):
        leaver = make_actor(CODES[2])
        document = make_document(Status.COUNTERSIGNING, author, js, leaver)
        sign(js, document)
        let_the_term_pass(document)
        with author.acting():
            signed_text, written = latest(document).content_hash, change(draft_of(document), text="再改的样例。")
        step, since = signing(document, hash_of(author, document)), last_act(document)
        steps = [
            (leaver, step),
            (author, step),
            (js, withdrawing_from(document)),
            (clerk, recalling(document, number % 3)),
            (editor, editing(document)),
            (editor, writing(document, written)),
            (author, losing(leaver, administrator if number % 2 else None)),
            (author, driving_the_clock),
        ]
        random.shuffle(steps)

        results = at_once(*steps, expecting=(WorkflowError, DatabaseError))

        failed = [(actor, one) for (actor, _step), one in zip(steps, results, strict=True) if is_error(one)]
        assert [actor for actor, _error in failed if actor is not leaver] == []  # the database refuses who has no place
        assert [error for _actor, error in failed if isinstance(error, OperationalError)] == []  # and nobody deadlocks
        attempt = Attempt([ALL], signed={FIRST})
        is_one_history(document, since, Model("countersigning", ALL - {AUTHOR}, ALL - {AUTHOR}, ALL, attempt=attempt))
        with as_owner():
            signatures = Countersignature.objects.filter(countersigning__document=document.pk)
            assert set(signatures.values_list("content_hash", flat=True)) <= {signed_text}
            missed = Record.objects.filter(chain=document.public_id, act="deadline_missed").values_list("detail")
            assert len(missed) == len(set(missed))  # each told once
    with as_owner():
        assert list(verification.breaks()) == []


@pytest.mark.usefixtures("own_database")
def test_the_same_form_sent_twice_and_thrice_counts_once():
    author, js = make_actor(CODES[0]), make_actor(CODES[1])
    for _round in range(ROUNDS):
        document = make_document(Status.COUNTERSIGNING, author, js)
        step = signing(document, hash_of(author, document))
        results = at_once((js, step), (js, step), (js, step))
        assert sum(not isinstance(one, WorkflowError) for one in results) == 1
        results = at_once(*[(js, withdrawing_from(document))] * 3)
        assert sum(not isinstance(one, WorkflowError) for one in results) == 1
        with author.acting():
            attempt = countersigning.open_attempt(document)
            assert (attempt.signatures.count(), attempt.withdrawn.count()) == (0, 1)
