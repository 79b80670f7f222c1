"""Sockets end with the right to be there: asked before every hint and every few seconds, in one question for all."""

import asyncio
import logging
from collections.abc import Awaitable, Coroutine, Iterable
from typing import Any, Protocol
from uuid import UUID

from channels.db import database_sync_to_async
from django.db import DatabaseError

from tenants.identity.sockets import standings
from tenants.realtime import presence

logger = logging.getLogger(__name__)
GATHERING = 0.005  # seconds in which hints are put together
RECHECK = 3.0  # seconds: who is signed out, removed or changed loses the socket within five
REFRESH = 5  # rechecks between two signs of life of the pages that have an object open


class Guarded(Protocol):
    """An open page's socket: the session it came with, what that stood on, and the page's own id."""

    session: str
    standing: str | None
    page: UUID

    async def settle(self, standing: str | None) -> None:
        """Pass waiting hints on if the session stands on what it stood on, or close."""


class Guard:
    """Keeps an eye on all sockets of this process."""

    def __init__(self) -> None:
        self._sockets: set[Guarded] = set()
        self._hinted: set[Guarded] = set()
        self._tasks: dict[str, asyncio.Task[None]] = {}

    def enlist(self, socket: Guarded) -> None:
        """Look after this socket until it is dismissed."""
        self._sockets.add(socket)
        self._keep_running("patrol", self._patrol)

    def dismiss(self, socket: Guarded) -> None:
        """The socket is gone."""
        self._sockets.discard(socket)
        self._hinted.discard(socket)

    def hint(self, socket: Guarded) -> None:
        """The socket has hints to pass on, as soon as it is known that it still may."""
        self._hinted.add(socket)
        self._keep_running("deliver", self._deliver)

    async def _deliver(self) -> None:
        while self._hinted:
            await asyncio.sleep(GATHERING)
            sockets, self._hinted = self._hinted, set()
            try:
                found = await _standings(sockets)
            except DatabaseError:
                self._hinted |= sockets & self._sockets
                await asyncio.sleep(RECHECK)
            else:
                await _all(socket.settle(found.get(socket.session)) for socket in sockets)

    async def _patrol(self) -> None:
        rounds = 0
        while self._sockets:
            await asyncio.sleep(RECHECK)
            rounds += 1
            sockets = list(self._sockets)
            try:
                found = await _standings(sockets)
                if rounds % REFRESH == 0:
                    await database_sync_to_async(presence.refresh)([socket.page for socket in sockets])
            except DatabaseError as error:
                logger.warning("Sockets could not be checked: %s", type(error).__name__)
            else:
                changed = [socket for socket in sockets if found.get(socket.session) != socket.standing]
                await _all(socket.settle(found.get(socket.session)) for socket in changed)

    def _keep_running(self, name: str, work: Any) -> None:
        task = self._tasks.get(name)
        if task is None or task.done():
            running: Coroutine[Any, Any, None] = work()
            self._tasks[name] = asyncio.get_running_loop().create_task(running)


async def _standings(sockets: Iterable[Guarded]) -> dict[str, str]:
    return await database_sync_to_async(standings)([socket.session for socket in sockets])


async def _all(work: Iterable[Awaitable[None]]) -> None:
    """Let each do its own; a line that breaks meanwhile is nobody else's trouble."""
    for answer in await asyncio.gather(*work, return_exceptions=True):
        if isinstance(answer, Exception):
            logger.warning("A socket broke: %s", type(answer).__name__)


guard = Guard()
