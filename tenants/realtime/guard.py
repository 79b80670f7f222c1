"""Sockets end with the right to be there: asked before every hint and every few seconds, in one question for all."""

import asyncio
import logging
from collections.abc import Iterable
from typing import Protocol
from uuid import UUID

from channels.db import database_sync_to_async
from django.db import DatabaseError

from tenants.identity.sockets import standings
from tenants.realtime import presence

logger = logging.getLogger(__name__)
GATHERING = 0.005  # seconds in which questions are put together
RECHECK = 3.0  # seconds: who is signed out, removed or changed loses the socket within five
REFRESH = 5  # rechecks between two signs of life of the pages that have an object open


class Guarded(Protocol):
    """A socket that can ask whether it may stay."""

    page: UUID

    async def may_stay(self) -> bool:
        """Whether everything it relies on still holds; a socket that may not stay closes itself."""


class Guard:
    """Keeps an eye on all sockets of this process."""

    def __init__(self) -> None:
        self._asked: dict[str, asyncio.Future[str | None]] = {}
        self._sockets: set[Guarded] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._patrol: asyncio.Task[None] | None = None

    async def standing(self, session: str) -> str | None:
        """What the session with this digest stands on at this moment; None when it has ended."""
        if not self._asked:
            self._start(self._answer())
        if session not in self._asked:
            self._asked[session] = asyncio.get_running_loop().create_future()
        return await asyncio.shield(self._asked[session])

    def enlist(self, socket: Guarded) -> None:
        """Look after this socket until it is dismissed."""
        self._sockets.add(socket)
        if self._patrol is None or self._patrol.done():
            self._patrol = self._start(self._walk())

    def dismiss(self, socket: Guarded) -> None:
        """The socket is gone."""
        self._sockets.discard(socket)

    async def _answer(self) -> None:
        await asyncio.sleep(GATHERING)
        asked, self._asked = self._asked, {}
        try:
            found = await database_sync_to_async(standings)(list(asked))
        except DatabaseError as error:
            for future in asked.values():
                future.set_exception(error)
                future.exception()  # whoever asked may have gone
        else:
            for session, future in asked.items():
                future.set_result(found.get(session))

    async def _walk(self) -> None:
        rounds = 0
        while self._sockets:
            await asyncio.sleep(RECHECK)
            rounds += 1
            sockets = list(self._sockets)
            try:
                await _all(socket.may_stay() for socket in sockets)
                if rounds % REFRESH == 0:
                    await database_sync_to_async(presence.refresh)([socket.page for socket in sockets])
            except DatabaseError as error:
                logger.warning("Sockets could not be checked: %s", type(error).__name__)

    def _start(self, work: object) -> asyncio.Task[None]:
        task: asyncio.Task[None] = asyncio.ensure_future(work)  # type: ignore[arg-type]
        self._tasks.add(task)  # the loop itself keeps no hold of its tasks
        task.add_done_callback(self._tasks.discard)
        return task


async def _all(questions: Iterable[object]) -> None:
    """Wait for all answers; an error is raised only after all have been given."""
    answers = await asyncio.gather(*questions, return_exceptions=True)  # type: ignore[arg-type]
    for answer in answers:
        if isinstance(answer, BaseException):
            raise answer


guard = Guard()
