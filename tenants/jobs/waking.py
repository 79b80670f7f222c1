"""Jobs that a transaction wakes: it says NOTIFY, and as it commits the worker that hears it puts them in the queue.

What the queue's clock starts a few times a minute then starts at once. A wake-up that is lost costs no more than the
wait for that clock.
"""

import asyncio
import logging
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import connection
from procrastinate import App
from procrastinate.exceptions import AlreadyEnqueued, ConnectorException
from procrastinate.tasks import Task

logger = logging.getLogger(__name__)
GATHERED = 0.2  # seconds within which wake-ups count as one
AnyTask = Task[Any, Any, Any]
_tasks: defaultdict[str, list[AnyTask]] = defaultdict(list)


def start_on(channel: str, task: AnyTask) -> None:
    """Let a periodic task start whenever somebody wakes this channel; it has a queueing lock, so it waits once."""
    _tasks[channel].append(task)


def wake(channel: str) -> None:
    """Start the channel's tasks when this transaction has committed."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, '')", [channel])


async def follow(app: App, kind: str) -> None:
    """Hear the channels that have tasks for this kind of worker, for as long as it lives; without any, return."""
    wanted = {channel: [task for task in tasks if task.queue == kind] for channel, tasks in _tasks.items()}
    channels = [channel for channel, tasks in wanted.items() if tasks]
    if not channels:
        return
    woken: asyncio.Queue[str] = asyncio.Queue()

    async def ring(*, channel: str, payload: str) -> None:
        woken.put_nowait(channel)

    starter = asyncio.create_task(_start_woken(woken, wanted))
    try:
        await app.connector.listen_notify(ring, channels)
    finally:
        starter.cancel()


async def _start_woken(woken: asyncio.Queue[str], wanted: Mapping[str, Sequence[AnyTask]]) -> None:
    """Put each task in the queue once, however often its channel was woken meanwhile."""
    while True:
        channels = {await woken.get()}
        await asyncio.sleep(GATHERED)
        while not woken.empty():
            channels.add(woken.get_nowait())
        for task in {task.name: task for channel in channels for task in wanted[channel]}.values():
            await _start(task)


async def _start(task: AnyTask) -> None:
    try:
        await task.defer_async(timestamp=int(time.time()))
    except AlreadyEnqueued:
        logger.debug("%s waits already", task.name)
    except ConnectorException:
        logger.warning("%s was woken while the database was away", task.name)
