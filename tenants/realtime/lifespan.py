"""The background listener of a web process, from its start to its end."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from typing import Any

from tenants.realtime import bus

App = Callable[[Any, Any, Any], Awaitable[None]]


class Lifespan:
    """Run the bus beside the application."""

    def __init__(self, app: App) -> None:
        self.app = app

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "lifespan":
            await self.app(scope, receive, send)
            return
        listener = None
        while True:
            message = await receive()
            if message["type"] == "lifespan.startup":
                listener = asyncio.create_task(bus.listen())
                await send({"type": "lifespan.startup.complete"})
            else:
                if listener:
                    listener.cancel()
                    with contextlib.suppress(asyncio.CancelledError):
                        await listener
                await send({"type": "lifespan.shutdown.complete"})
                return
