"""Somebody else's system on loopback: a web server that answers as told, and keeps what it was sent."""

import asyncio
import contextlib
import threading
from collections.abc import Iterator

from aiohttp import web

from tests.server import free_port


class Listener:
    """What it heard, and how it answers."""

    def __init__(self) -> None:
        self.heard: list[tuple[dict[str, str], str, bytes]] = []  # headers, address, body
        self.status, self.body, self.headers = 200, b'{"errcode": 0, "code": 0}', {}
        self.endless = False
        self.silence = 0.0
        self.port = free_port()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}/hook"

    async def answer(self, request: web.Request) -> web.StreamResponse:
        self.heard.append((dict(request.headers), str(request.rel_url), await request.read()))
        if self.silence:
            await asyncio.sleep(self.silence)
        if not self.endless:
            return web.Response(status=self.status, body=self.body, headers=self.headers)
        response = web.StreamResponse()
        await response.prepare(request)
        self.sent = 0
        with contextlib.suppress(ConnectionError):
            while self.sent < 2**33:
                await response.write(b"x" * 65536)
                self.sent += 65536
        return response


@contextlib.contextmanager
def listening(listener: Listener | None = None) -> Iterator[Listener]:
    """A listener in a thread of its own for the length of the block."""
    listener, ready, loop = listener or Listener(), threading.Event(), asyncio.new_event_loop()

    async def serve() -> None:
        application = web.Application()
        application.router.add_route("*", "/{path:.*}", listener.answer)
        runner = web.AppRunner(application, handler_cancellation=True)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", listener.port).start()
        ready.set()

    def run() -> None:
        loop.run_until_complete(serve())
        loop.run_forever()

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    ready.wait(10)
    try:
        yield listener
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
