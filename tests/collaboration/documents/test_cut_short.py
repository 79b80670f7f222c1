"""Jobs and steps that lose their database before any of their statements: what they do is there whole, once, or not at
all, and the next try ends it."""

import logging
import os
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from itertools import count

import psycopg
import pytest
from django.db import DatabaseError, InterfaceError, connection
from django.utils import timezone
from django_tenants.utils import tenant_context

from collaboration.archive.models import Item
from collaboration.dispatch.models import Addressee, Dispatch
from collaboration.dispatch.workflow import To
from collaboration.documents.models import PublicationPlan, Status
from collaboration.documents.workflow import aftercare, finishing, issuing, publishing, sealing
from collaboration.notifications.models import Notification
from collaboration.publication.models import Disclosure, Publication
from collaboration.sealing.models import SealedFile, SealUse
from collaboration.worklist.models import Waiting
from tenants.audit import verification
from tenants.audit.models import Record
from tenants.units.models import Tenant, Unit
from tests.factories.clearances import clear
from tests.factories.dispatched import TERM
from tests.factories.documents import again, make_document
from tests.factories.people import make_actor
from tests.factories.sealed import register_seals, release, sealed_at_once
from tests.ownership import as_owner

PROVE = bool(os.environ.get("PORTAL_PROVE"))
STRIDE = 1 if PROVE else 12  # statements from one cut to the next
SEALS, SEALING_STRIDE = (40, 25) if PROVE else (3, 20)
CODES = ("310000", "320000", "330000", "340000")
COUNTED = (Publication, Disclosure, Record, Notification, Waiting, Dispatch, Addressee, SealUse)
Job = Callable[[], object]


@contextmanager
def cut_before(number: int) -> Iterator[list[int]]:
    """End the server's process of this connection before its statement of this number; yields where that was done."""
    statements, cuts = count(1), list[int]()

    def execute(run, sql, params, many, context):
        if next(statements) == number:
            cuts.append(number)
            with suppress(psycopg.Error), connection.connection.cursor() as cursor:
                cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")
        return run(sql, params, many, context)

    with connection.execute_wrapper(execute):
        yield cuts


def attempt(job: Job, number: int, role: str) -> bool:
    """Do the job with a new connection that is cut; whether it came to its end before."""
    with connection.cursor() as cursor:
        cursor.execute(f"SET ROLE {role}")
    try:
        with cut_before(number) as cuts:
            job()
    except (DatabaseError, InterfaceError):
        assert cuts
    finally:
        connection.close()
    return not cuts


def until_done(job: Job, stride: int, *, role: str = "p_system") -> list[Counter]:
    """Try until it is done, each time cut a little later; gives back every state of the database in between."""
    states = [state()]
    for number in count(1, stride):
        done = attempt(job, number, role)
        if (now := state()) != states[-1]:
            states.append(now)
        if done:
            return states
    raise AssertionError


def state() -> Counter:
    """How many rows there are of everything these jobs write."""
    with as_owner():
        counted = Counter({model.__name__: model.objects.count() for model in COUNTED})
        for tenant in Tenant.objects.exclude(schema_name="public"):
            with tenant_context(tenant):
                counted["Item"] += Item.objects.count()
        assert list(verification.breaks()) == []
    return counted


@pytest.fixture(autouse=True)
def _quiet(own_database: str) -> Iterator[None]:
    """What is logged of lost connections is what this is about."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


@pytest.fixture
def units():
    return [make_actor(code) for code in CODES[:3]]


def test_a_planned_publication_is_carried_out_once_on_all_sites(units):
    author = units[0]
    document = sealed_at_once(*units)
    clear(author, document)
    with author.acting():
        later = timezone.now() + timedelta(hours=1)
        publishing.plan(author, document, publish_at=later, asks_units=False)
    with as_owner():
        PublicationPlan.objects.update(publish_at=timezone.now())

    states = until_done(publishing.carry_out_due, STRIDE)

    before, after = states  # and nothing between them
    assert after["Publication"] - before["Publication"] == len(units) + 1
    assert after["Disclosure"] - before["Disclosure"] == len(units)
    assert again(author, document).status is Status.PUBLISHED


def test_a_document_is_issued_to_all_its_recipients_or_to_none(units):
    author = units[0]
    document = sealed_at_once(*units)
    outside = Unit.objects.exclude(code__in=CODES[:3]).filter(level__gt=0)
    addressees = [To(Addressee.Role.MAIN, unit) for unit in outside]

    def issue():
        with author.acting():
            issuing.issue(author, document, addressees, term=TERM)

    before, after = until_done(issue, STRIDE, role="p_app")

    assert after["Dispatch"] - before["Dispatch"] == 1
    assert after["Addressee"] - before["Addressee"] == len(addressees) > 3
    assert again(author, document).status is Status.ISSUED


def test_originals_are_kept_and_filed_once_each_whole(units):
    sealed_at_once(*units)

    states = until_done(aftercare.catch_up, STRIDE)

    first, *between, last = states
    assert last["Item"] - first["Item"] == len(units)
    assert last["Dispatch"] - first["Dispatch"] == 1
    assert all(one["Item"] == last["Item"] and one["Dispatch"] == first["Dispatch"] for one in between)
    with as_owner():
        assert Record.objects.filter(act="originals_kept").count() == 1


def more_units(number: int) -> list[str]:
    """Codes of so many provinces, some of which are founded for this."""
    with as_owner():
        model = Unit.objects.get(code="340000")
        for code in range(950001, 950001 + number - len(CODES)):
            named = {"name": f"第{code}样例管理局", "short_name": f"第{code}样例管理局"}
            Unit.objects.create(
                code=str(code), level=model.level, parent=model.parent, tenant=model.tenant, pinyin=str(code),
                initials=str(code), code_word="样", organisation_code="", **named,
            )  # fmt: skip
        return list(Unit.objects.filter(level=model.level).order_by("code").values_list("code", flat=True)[:number])


def test_a_sealer_that_is_cut_again_and_again_puts_every_seal_on_once():
    codes = more_units(SEALS)
    people = [make_actor(code) for code in codes]
    document = make_document(Status.SIGNED, *people)
    register_seals(*codes)
    with people[0].acting():
        finishing.send_to_sealing(people[0], document)
    for person in people:
        release(person, document)

    def seal():
        sealing.seal(document.public_id)
        aftercare.catch_up()
        assert SealedFile.objects.get(matter=document.pk).state == SealedFile.State.CLOSED

    until_done(seal, SEALING_STRIDE)

    assert again(people[0], document).status is Status.SEALED
    with as_owner():
        uses = list(SealUse.objects.filter(matter=document.pk).order_by("order"))
        acts = Counter(Record.objects.filter(chain=document.public_id).values_list("act", flat=True))
        file = SealedFile.objects.get(matter=document.pk)
    assert [use.order for use in uses] == list(range(1, SEALS + 1))
    assert [use.base_sha256 for use in uses[1:]] == [use.result_sha256 for use in uses[:-1]]
    assert (acts["file_certified"], acts["seal_put"], acts["sealed"], acts["originals_kept"]) == (1, SEALS, 1, 1)
    assert file.outcome["as_signed"] and len(file.outcome["signatures"]) >= SEALS
