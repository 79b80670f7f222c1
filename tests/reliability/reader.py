"""A page of the desk whose line is cut again and again: after every return it asks from the last number it knows."""

import asyncio
import contextlib
import json
import random
from typing import Any

import httpx
from websockets.asyncio.client import connect
from websockets.exceptions import WebSocketException

from tests.server import Server

FIRST_WAIT, LONGEST_WAIT = 0.2, 2.0
LOST = (OSError, WebSocketException, httpx.HTTPError, TimeoutError)


class Page:
    """What the desk's script does, without a browser; every notice it was shown stands in ``numbers``."""

    def __init__(self, server: Server, key: str) -> None:
        self.server, self.key = server, key
        self.numbers: list[int] = []
        self.last = 0
        self.cuts = 0
        self.socket: Any = None

    async def live(self) -> None:
        """Connect, ask, and begin again when the line is gone."""
        wait = FIRST_WAIT
        while True:
            with contextlib.suppress(*LOST):
                async with self._connected() as socket:
                    self.socket, wait = socket, FIRST_WAIT
                    while True:
                        self._hear(json.loads(await socket.recv()))
                        if self.behind:
                            await self._ask()
            self.socket = None
            await asyncio.sleep(wait * (0.5 + random.random()))
            wait = min(wait * 2, LONGEST_WAIT)

    def cut(self) -> None:
        """Let the line go dead without a word."""
        if self.socket is not None:
            self.socket.transport.abort()
            self.socket = None
            self.cuts += 1

    def _hear(self, said: dict[str, Any]) -> None:
        self.behind = said.get("notices", 0) > self.last or "notices" in said.get("changed", ())

    def _connected(self) -> Any:
        headers = {"Host": self.server.desk, "Cookie": f"__Host-sid={self.key}"}
        return connect(
            f"ws://127.0.0.1:{self.server.port}/ws/",
            additional_headers=headers,
            origin=f"http://{self.server.desk}",  # type: ignore[arg-type]
            proxy=None,
        )

    async def _ask(self) -> None:
        headers = {"Host": self.server.desk, "Cookie": f"__Host-sid={self.key}"}
        base = f"http://127.0.0.1:{self.server.port}"
        async with httpx.AsyncClient(base_url=base, headers=headers, timeout=20, trust_env=False) as browser:
            more = True
            while more:
                answer = await browser.get(f"/notices/news/?after={self.last}")
                if answer.status_code != 200:
                    raise httpx.HTTPError(str(answer.status_code))
                found = answer.json()
                self.numbers += [notice["number"] for notice in found["notices"]]
                self.last, more = max(self.last, found["last"]), found["more"]
