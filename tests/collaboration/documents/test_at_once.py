"""Several people at the same moment: one legal history every time."""

import os
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from collaboration.documents.models import Answer, Countersignature, Countersigning, Round, Status
from collaboration.documents.workflow import cancelling, countersigning, drafting, opinions
from collaboration.errors import Stale, WorkflowError, WrongState
from tenants.audit.models import Record
from tests.factories.documents import again, make_document, paragraphs, proof
from tests.factories.people import make_actor

ROUNDS = 500 if os.environ.get("PORTAL_PROVE") else 3


def at_once(*steps, expecting=WorkflowError):
    """Run the steps of these people in threads that start together; their results or refusals."""
    barrier = Barrier(len(steps))

    def run(actor, step):
        try:
            with actor.acting():
                barrier.wait()
                return step(actor)
        except expecting as refused:
            return refused
        finally:
            connection.close()

    with ThreadPoolExecutor(len(steps)) as pool:
        return list(pool.map(lambda one: run(*one), steps))


def hash_of(actor, document):
    with actor.acting():
        return countersigning.open_attempt(document).version.content_hash


def signing(document, content_hash):
    return lambda actor: countersigning.countersign(actor, document, content_hash=content_hash, prove=proof)


def acts(actor, document):
    with actor.acting():
        return list(Record.objects.filter(chain=document.public_id).order_by("number").values_list("act", flat=True))


@pytest.mark.usefixtures("own_database")
def test_all_units_sign_at_once_and_one_of_them_is_last():
    actors = [make_actor(code) for code in ("310000", "320000", "330000", "340000")]
    for _round in range(ROUNDS):
        document = make_document(Status.COUNTERSIGNING, *actors)
        step = signing(document, hash_of(actors[0], document))

        results = at_once(*((actor, step) for actor in actors))

        assert not [one for one in results if isinstance(one, WorkflowError)]
        assert again(actors[0], document).status is Status.SIGNED
        assert sorted(acts(actors[0], document)[-4:-1]) == ["countersigned"] * 3
        assert acts(actors[0], document)[-1] == "signed"


@pytest.mark.usefixtures("own_database")
def test_two_signatories_of_one_unit_sign_once():
    author, one, other = make_actor("310000"), make_actor("320000"), make_actor("320000")
    for _round in range(ROUNDS):
        document = make_document(Status.COUNTERSIGNING, author, one)
        step = signing(document, hash_of(author, document))

        results = at_once((one, step), (other, step), (one, step))

        assert sorted(isinstance(result, WrongState) for result in results) == [False, True, True]
        with author.acting():
            assert Countersignature.objects.filter(countersigning__document=document).count() == 1


@pytest.mark.usefixtures("own_database")
def test_signing_against_returning_and_cancelling_ends_in_one_history():
    author, other = make_actor("310000"), make_actor("320000")
    for number in range(ROUNDS):
        document = make_document(Status.COUNTERSIGNING, author, other)
        content_hash = hash_of(author, document)

        def against(actor, document=document, content_hash=content_hash, number=number):
            if number % 2:
                return cancelling.cancel(actor, document, reason="样例。")
            return countersigning.return_text(actor, document, content_hash=content_hash, reason="样例。")

        signed, ended = at_once((other, signing(document, content_hash)), (author, against))

        assert not isinstance(ended, WorkflowError)
        assert again(author, document).status is (Status.CANCELLED if number % 2 else Status.FINAL)
        with author.acting():
            attempt = Countersigning.objects.get(document=document)
            assert attempt.outcome in ("returned", "cancelled")
            assert attempt.signatures.count() == (not isinstance(signed, WrongState))


@pytest.mark.usefixtures("own_database")
def test_two_editors_at_once_lose_nothing():
    author, colleague, other = make_actor("310000"), make_actor("310000"), make_actor("320000")
    document = make_document(Status.SOLICITING, author, other)

    def saving(text):
        return lambda actor: drafting.save_version(actor, document, revision=0, title="样例", blocks=paragraphs(text))

    results = at_once((author, saving("甲的样例。")), (colleague, saving("乙的样例。")))

    assert sorted(isinstance(result, Stale) for result in results) == [False, True]
    with author.acting():
        assert document.versions.count() == 2


@pytest.mark.usefixtures("own_database")
def test_last_two_answers_at_once_close_the_round_once():
    author, first, second = (make_actor(code) for code in ("310000", "320000", "330000"))
    for _round in range(ROUNDS):
        document = make_document(Status.SOLICITING, author, first, second)

        def answering(actor, document=document):
            return opinions.answer(actor, document, outcome=Answer.Outcome.NO_OPINION)

        at_once((first, answering), (second, answering))

        assert sorted(acts(author, document)[-2:]) == ["answered", "answered_last"]
        with author.acting():
            assert Round.objects.filter(document=document, closed_at=None).count() == 0
