"""Signing against withdrawing, taking the text back, losing one's place and expiring at once: one legal history."""

import os
import random
from datetime import timedelta

import pytest
from django.utils import timezone

from collaboration.documents.models import Countersignature, Countersigning, Status, WithdrawnSignature
from collaboration.documents.workflow import countersigning, withdrawing
from collaboration.errors import WorkflowError
from collaboration.worklist.models import Waiting
from tenants.audit import verification
from tenants.audit.models import Record
from tenants.identity.models import Membership
from tests.collaboration.documents.test_at_once import at_once, hash_of, signing
from tests.factories.documents import again, make_document, sign
from tests.factories.people import make_actor
from tests.ownership import as_owner

ROUNDS = 500 if os.environ.get("PORTAL_PROVE") else 4
CODES = ("310000", "320000", "330000")
WORDS = ("countersigned", "countersigned_turn", "signed")


def withdrawing_from(document):
    return lambda actor: withdrawing.withdraw_signature(actor, document, reason="样例。")


def recalling(document, given):
    return lambda actor: withdrawing.recall_text(actor, document, attempt=1, signatures=given, reason="样例。")


def losing(place, **end):
    """The membership ends, revoked now or run out a moment ago, while its holder is about to sign."""

    def step(_actor):
        with as_owner():
            Membership.objects.filter(pk=place.membership.pk).update(**end)

    return step


@pytest.mark.usefixtures("own_database")
def test_signing_withdrawing_recalling_and_losing_ones_place_at_once_leave_one_history():
    author, js = make_actor(CODES[0]), make_actor(CODES[1])
    clerk = make_actor(CODES[0])
    for number in range(ROUNDS):
        leaver = make_actor(CODES[2])
        document = make_document(Status.COUNTERSIGNING, author, js, leaver)
        step = signing(document, hash_of(author, document))
        sign(js, document)
        past = timezone.now() - timedelta(seconds=number % 2)
        steps = [
            (leaver, step),
            (author, step),
            (js, withdrawing_from(document)),
            (clerk, recalling(document, number % 3)),
            (author, losing(leaver, valid_until=past)),
        ]
        random.shuffle(steps)

        at_once(*steps, expecting=Exception)

        _is_one_history(author, document)


def _is_one_history(author, document):
    document = again(author, document)
    with as_owner():
        attempt = Countersigning.objects.get(document=document.pk)
        standing = Countersignature.objects.filter(countersigning=attempt)
        withdrawn = WithdrawnSignature.objects.filter(countersigning=attempt).count()
        acts = list(Record.objects.filter(chain=document.public_id).order_by("number").values_list("act", flat=True))
        waiting = set(
            Waiting.objects.open().filter(matter=document.pk, step="countersign").values_list("unit", flat=True)
        )
        text = attempt.version.content_hash
        assert {one.content_hash for one in standing} <= {text}
        assert sum(act in WORDS for act in acts) == standing.count() + withdrawn
        assert acts.count("signature_withdrawn") == withdrawn
        assert acts.count("recalled") == (attempt.outcome == "recalled")
        turns = set(attempt.turns.values_list("unit", flat=True))
        signed = set(standing.values_list("unit", flat=True))
        if document.status is Status.COUNTERSIGNING:
            assert attempt.closed_at is None
            assert waiting == turns - signed != set()
        else:
            assert waiting == set()
            assert document.status is (Status.FINAL if attempt.outcome == "recalled" else Status.SIGNED)
            assert attempt.outcome == "recalled" or signed == turns
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
