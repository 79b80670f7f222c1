"""The one websocket of the desk: only its own host and origin, only signed-in people acting as a unit."""

from typing import Any
from urllib.parse import urlsplit

from channels.routing import URLRouter
from channels.sessions import CookieMiddleware
from django.urls import path

from tenants import hosts
from tenants.realtime.consumers import HintConsumer


class DeskOnly:
    """Refuse sockets on other hosts and from other origins before a session is looked at."""

    def __init__(self, app: Any) -> None:
        self.app = app

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        headers = {name: value.decode("latin1") for name, value in scope["headers"] if name in (b"host", b"origin")}
        host, origin = headers.get(b"host", ""), headers.get(b"origin", "")
        if host.rsplit(":", 1)[0] != hosts.desk_host() or urlsplit(origin).netloc != host:
            await send({"type": "websocket.close", "code": 4403})
            return
        await self.app({**scope, "host": host}, receive, send)


sockets = DeskOnly(CookieMiddleware(URLRouter([path("ws/", HintConsumer.as_asgi())])))
