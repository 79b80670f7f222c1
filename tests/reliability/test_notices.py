"""Lines cut, everything killed, clocks moved while notices are written: every page shows each once and in order."""

import asyncio
import contextlib
import os
import random
import time
from collections.abc import Iterator

import pytest
from django.db import DatabaseError, connection, transaction

from collaboration.matters.models import Matter
from collaboration.matters.record import record
from collaboration.notifications.models import Counter
from collaboration.notifications.notify import Audience, notify
from tenants.identity.actor import Actor
from tenants.identity.models import Installation
from tests.factories.documents import make_draft, solicit
from tests.factories.people import make_actor
from tests.ownership import as_owner
from tests.reliability.machine import DATABASE, SEALER, WEB, Machine
from tests.reliability.reader import Page

pytestmark = pytest.mark.slow
PROVE = bool(os.environ.get("PORTAL_PROVE"))
NOTICES, CUTS, SPAN = (2000, 200, 60) if PROVE else (200, 20, 15)  # notices, cut lines, seconds
DAY = 86_400
VICTIMS = [(WEB, 0), (DATABASE, 0), (SEALER, DAY), *([(DATABASE, 0), (WEB, 0), (SEALER, -DAY)] if PROVE else [])]
WINDOWS = 4 if PROVE else 2  # of each reader
ACT = "units_invited"
PATIENCE = 60  # seconds until everybody has everything after the last cut


@pytest.fixture
def machine(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[Machine]:
    with django_db_blocker.unblock():
        machine = Machine()
        try:
            machine.connect()
            with as_owner():
                Installation.objects.update(mode=Installation.Mode.DEMO)
            yield machine
        finally:
            machine.destroy()


def write(author: Actor, matter: Matter, readers: list[Actor], until: float) -> int:
    """Tell the readers again and again, spread over the time there is; whatever is refused is tried once more."""
    written = 0
    rounds = NOTICES // len(readers)
    while written < rounds:
        time.sleep(max(0.0, (until - time.monotonic()) / (rounds - written)))
        with contextlib.suppress(DatabaseError):
            with author.acting(), transaction.atomic():
                record(matter, ACT)
                notify(matter, ACT, [Audience(one.unit, users=[one.user]) for one in readers])
            written += 1
            continue
        connection.close()
        time.sleep(0.5)
    connection.close()
    return written


async def storm(machine: Machine, pages: list[Page], writing: asyncio.Task[int]) -> None:
    """Cut lines at random moments; in between kill what serves them, and start it again on another day."""
    victims = iter(VICTIMS)
    kills = {CUTS * (k + 1) // (len(VICTIMS) + 1) for k in range(len(VICTIMS))}
    for number in range(CUTS):
        await asyncio.sleep(random.uniform(0, 2 * SPAN / CUTS))
        async with asyncio.timeout(PATIENCE):
            while not (connected := [page for page in pages if page.socket is not None]):
                await asyncio.sleep(0.05)
        random.choice(connected).cut()
        if number in kills:
            victim, clock = next(victims)
            machine.kill(victim, clock=clock)  # in this thread: what it starts ends with the thread
    await writing


async def run(machine: Machine, pages: list[Page], author: Actor, matter: Matter, readers: list[Actor]) -> None:
    living = [asyncio.create_task(page.live()) for page in pages]
    end = time.monotonic() + SPAN
    writing = asyncio.create_task(asyncio.to_thread(write, author, matter, readers, end))
    await storm(machine, pages, writing)
    last = await asyncio.to_thread(last_numbers, readers)
    patience = time.monotonic() + PATIENCE
    while any(page.last < min(last) for page in pages) and time.monotonic() < patience:
        await asyncio.sleep(0.5)
    for task in living:
        task.cancel()


def last_numbers(readers: list[Actor]) -> list[int]:
    with as_owner():
        found = [Counter.objects.get(user=one.user).last for one in readers]
    connection.close()
    return found


def test_every_notice_is_shown_once_and_in_order_whatever_is_cut_or_killed(machine: Machine) -> None:
    author, readers = make_actor("310000"), [make_actor("320000"), make_actor("330000")]
    matter = solicit(author, make_draft(author, *readers)).matter
    machine.start()
    pages = [Page(machine.server, machine.server.sign_in(one)) for one in readers for _ in range(WINDOWS)]
    connection.close()

    asyncio.run(run(machine, pages, author, matter, readers))

    for page, last in zip(pages, [last for last in last_numbers(readers) for _ in range(WINDOWS)], strict=True):
        assert page.numbers == list(range(1, last + 1))
        assert last >= NOTICES // len(readers)
    assert sum(page.cuts for page in pages) == CUTS
