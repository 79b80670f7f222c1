"""One LISTEN connection per web process: a NOTIFY is a wake-up, the rows say what changed and for whom."""

import asyncio
import contextlib
import logging
import time
from typing import Any

import psycopg
from django.conf import settings

from tenants.realtime import groups, switchboard

logger = logging.getLogger(__name__)
PAUSE = 1.0  # seconds before a lost connection is tried again
QUIET = 10  # seconds after which the rows are read without a wake-up
OVERLAP = 200  # rows before the first one read that may still be on their way when the process starts
PATIENCE = 120.0  # seconds until a number that never appeared is taken for one that was rolled back
READ = """
    SELECT w.id, w.chain, w.topic, w.users, ARRAY(
        SELECT t.schema_name || '/' || u.id FROM units_unit u JOIN units_tenant t ON t.id = u.tenant_id
        WHERE u.id = ANY (w.parties)) AS places
    FROM realtime_wakeup w WHERE w.id > %s OR w.id = ANY (%s) ORDER BY w.id
"""
MATTER = "matter"
_listening = False


def is_listening() -> bool:
    """Whether this process hears wake-ups now."""
    return _listening


async def listen() -> None:
    """Hear wake-ups for as long as the process lives, and tell the groups concerned that something changed."""
    reader = Reader()
    while True:
        try:
            async with await _connect() as connection:
                await _follow(connection, reader)
        except psycopg.OperationalError as error:
            logger.warning("The realtime bus lost its connection: %s", type(error).__name__)
        finally:
            _set_listening(False)
        await asyncio.sleep(PAUSE)


async def _connect() -> psycopg.AsyncConnection:
    database = settings.DATABASES["default"]
    return await psycopg.AsyncConnection.connect(
        host=database["HOST"],
        port=database["PORT"],
        dbname=database["NAME"],
        user=database["USER"],
        password=database["PASSWORD"],
        options="-c search_path=public",
        autocommit=True,
        keepalives_idle=5,
        keepalives_interval=2,
        keepalives_count=3,
    )


async def _follow(connection: psycopg.AsyncConnection, reader: "Reader") -> None:
    await connection.execute("LISTEN portal")
    await reader.begin(connection)
    _set_listening(True)
    while True:
        await reader.read(connection)
        with contextlib.suppress(GeneratorExit):
            async for _ in connection.notifies(timeout=QUIET, stop_after=1):
                pass


class Reader:
    """Reads every row once. Rows commit out of order: numbers that were skipped are looked for until they appear."""

    def __init__(self) -> None:
        self.last = -1  # nothing read yet
        self.missing: dict[int, float] = {}

    async def begin(self, connection: psycopg.AsyncConnection) -> None:
        """Take what is there for told; after a lost connection go on where it broke off."""
        if self.last < 0:
            rows = await (
                await connection.execute("SELECT id FROM realtime_wakeup ORDER BY id DESC LIMIT 500")
            ).fetchall()
            there = {row[0] for row in rows}
            self.last = max(there, default=0)
            self._note_gaps(range(max(1, self.last - OVERLAP), self.last), there)

    async def read(self, connection: psycopg.AsyncConnection) -> None:
        """Tell of every row that has appeared since."""
        rows = await (await connection.execute(READ, [self.last, list(self.missing)])).fetchall()
        there = {row[0] for row in rows}
        newest = max([self.last, *there])
        self._note_gaps(range(self.last + 1, newest), there)
        self.last = newest
        for number, chain, topic, users, places in rows:
            self.missing.pop(number, None)
            tell(topic, str(chain), users, places)

    def _note_gaps(self, numbers: range, there: set[int]) -> None:
        now = time.monotonic()
        self.missing |= {number: now for number in numbers if number not in there}
        for number in [number for number, since in self.missing.items() if now - since > PATIENCE]:
            del self.missing[number]


def tell(topic: str, chain: str, users: list[int], places: list[Any]) -> None:
    """Hint to everybody who has the object open for a unit concerned, and to the people with a notice."""
    for place in places:
        tenant, _, unit = place.partition("/")
        switchboard.tell(groups.chain(chain, tenant=tenant, unit=int(unit)), f"{topic}:{chain}")
        if topic == MATTER:
            switchboard.tell(groups.matters(tenant=tenant, unit=int(unit)), MATTER)  # which one is not said
    for user in users:
        switchboard.tell(groups.person(user), "notices")


def _set_listening(value: bool) -> None:
    global _listening
    _listening = value
