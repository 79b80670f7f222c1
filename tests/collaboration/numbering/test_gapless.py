"""No gap and no number twice while connections are killed at random and people click twice."""

import os
import random
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from collaboration.errors import WrongState
from collaboration.numbering import workflow
from collaboration.numbering.models import Counter, DocumentNumber
from tests.factories.people import make_actor
from tests.ownership import as_owner

NUMBERS = 1500 if os.environ.get("PORTAL_PROVE") else 60
WORKERS, KILLED, ROLLED_BACK, DOUBLED = 8, 0.05, 0.1, 0.67


@pytest.mark.usefixtures("own_database")
def test_numbers_are_gapless_under_kills_and_roll_backs():
    actor = make_actor("310000")
    dice = [(random.random(), random.random()) for _number in range(NUMBERS)]

    def one(chances):
        try:
            with actor.acting():
                if chances[0] < KILLED:
                    return _killed(actor)
                with transaction.atomic():
                    number = _reserve_twice(actor) if chances[1] > DOUBLED else _reserve(actor)
                    if chances[1] < ROLLED_BACK:
                        transaction.set_rollback(True)
                        return None
                return number
        except DatabaseError:
            return None
        finally:
            connection.close()

    with ThreadPoolExecutor(WORKERS) as pool:
        told = [number for number in pool.map(one, dice) if number]

    with as_owner():
        numbers = sorted(DocumentNumber.objects.values_list("number", flat=True))
        assert numbers == list(range(1, Counter.objects.get().last + 1))
        assert len(set(told)) == len(told)
        assert set(told) <= set(DocumentNumber.objects.filter(state="reserved").values_list("number", flat=True))
    assert len(told) > NUMBERS // 2


def _reserve(actor, purpose=""):
    return workflow.reserve(actor, word="样城管", purpose=purpose or str(uuid4()))


def _reserve_twice(actor):
    """The same form, sent again: no second number."""
    purpose = str(uuid4())
    number = _reserve(actor, purpose)
    with pytest.raises(WrongState):
        _reserve(actor, purpose)
    return number


def _killed(actor):
    """Its connection is ended by the server after the number was taken and before the transaction ends."""
    with transaction.atomic():
        _reserve(actor)
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")
