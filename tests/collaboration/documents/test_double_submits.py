"""The same form sent two and three times at once by one browser counts once: no second number, no gap, no error."""

import os
from uuid import uuid4

import pytest
from django.urls import reverse

from collaboration.documents.models import Kind, Status
from collaboration.numbering.models import Counter, DocumentNumber
from tenants.audit.models import Record
from tests.collaboration.documents.test_at_once import at_once
from tests.factories.desk import at_desk
from tests.factories.documents import again, make_document
from tests.factories.people import make_actor
from tests.factories.sealed import register_seals
from tests.ownership import as_owner

ROUNDS = 500 if os.environ.get("PORTAL_PROVE") else 4
WORD = "样城管"


def sending(path, data):
    """One more send of the form by the browser of whoever does it."""
    return lambda actor: at_desk(actor).post(path, data).status_code


@pytest.mark.usefixtures("own_database")
def test_a_document_gets_one_number_however_often_it_is_asked_for():
    author, other = make_actor("310000"), make_actor("320000")
    register_seals("310000", "320000")
    for number in range(1, ROUNDS + 1):
        document = make_document(Status.SIGNED, author, other, kind=Kind.JOINT_NOTICE)
        step = sending(
            reverse("documents:send_to_sealing", args=[document.public_id], urlconf="portal.urls.desk"),
            {"code_word": WORD},
        )

        assert set(at_once(*[(author, step)] * 3)) <= {302}

        assert again(author, document).status is Status.SEALING
        with as_owner():
            assert DocumentNumber.objects.get(matter=document.pk).number == number
            assert Record.objects.filter(chain=document.public_id, act="numbered").count() == 1
    with as_owner():
        assert Counter.objects.get().last == DocumentNumber.objects.count() == ROUNDS


@pytest.mark.usefixtures("own_database")
def test_one_number_is_reserved_however_often_the_form_is_sent():
    author = make_actor("310000")
    for _round in range(ROUNDS):
        data = {"word": WORD, "purpose": str(uuid4())}
        step = sending(reverse("numbering:reserve", urlconf="portal.urls.desk"), data)

        assert sorted(at_once(*[(author, step)] * 3)) == [302, 422, 422]
    with as_owner():
        numbers = DocumentNumber.objects.order_by("number").values_list("number", "state")
        assert list(numbers) == [(number, "reserved") for number in range(1, ROUNDS + 1)]
