"""One LISTEN connection per web process: a NOTIFY is a wake-up, the rows say what changed and for whom."""

import asyncio
import contextlib
import logging
from typing import Any

import psycopg
from channels.layers import get_channel_layer
from django.conf import settings

from tenants.realtime import groups

logger = logging.getLogger(__name__)
PAUSE = 1.0  # seconds before a lost connection is tried again
_listening = False


def is_listening() -> bool:
    """Whether this process hears wake-ups now."""
    return _listening


async def listen() -> None:
    """Hear wake-ups for as long as the process lives, and tell the groups concerned that something changed."""
    last = None
    while True:
        try:
            async with await _connect() as connection:
                last = await _follow(connection, last)
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


async def _follow(connection: psycopg.AsyncConnection, last: int | None) -> int:
    await connection.execute("LISTEN portal")
    if last is None:
        last = (await (await connection.execute("SELECT coalesce(max(id), 0) FROM realtime_wakeup")).fetchone())[0]
    _set_listening(True)
    last = await _tell_since(connection, last)
    with contextlib.suppress(GeneratorExit):
        while True:
            async for _ in connection.notifies(timeout=10, stop_after=1):
                pass
            last = await _tell_since(connection, last)
    return last


async def _tell_since(connection: psycopg.AsyncConnection, last: int) -> int:
    """Rows commit out of order: look a little behind the last one, and let a page ask twice rather than never."""
    rows = await (
        await connection.execute(
            "SELECT id, chain, users, parties FROM realtime_wakeup WHERE id > %s ORDER BY id", [last - OVERLAP]
        )
    ).fetchall()
    for number, chain, users, parties in rows:
        if number in _told:
            continue
        _told[number] = None
        while len(_told) > REMEMBERED:
            del _told[next(iter(_told))]
        await tell(str(chain), users, parties)
    return max([last, *(row[0] for row in rows)])


OVERLAP = 200
REMEMBERED = 1000
_told: dict[int, None] = {}


async def tell(chain: str, users: list[int], parties: list[int]) -> None:
    """Send the hint to everybody who has the object open for a unit concerned, and to the people with a notice."""
    layer: Any = get_channel_layer()
    for unit in parties:
        await layer.group_send(groups.chain(chain, unit), {"type": "changed", "what": f"matter:{chain}"})
    for user in users:
        await layer.group_send(groups.everyone(user), {"type": "changed", "what": "notices"})


def _set_listening(value: bool) -> None:
    global _listening
    _listening = value
