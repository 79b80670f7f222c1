"""How much anybody may send in one request: counted as it comes, before it can fill the disk.

Django writes a body of any length to a temporary file before the first of its middleware runs.
"""

from collections.abc import Awaitable, Callable
from typing import Any

LARGEST = 80 * 1024 * 1024  # the largest upload that any page takes, and room for its form
IN_MEMORY = {"/files/": 2_600_000}  # where nothing may come to lie on a disk in clear: Django keeps so much in memory
App = Callable[[Any, Any, Any], Awaitable[None]]
WORDS = b"This request is too large.\n"
ANSWER = {
    "type": "http.response.start",
    "status": 413,
    "headers": [
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"content-length", str(len(WORDS)).encode()),
        (b"connection", b"close"),
    ],
}


class BoundedBodies:
    """Hand no application more of a body than fits; 413 for the rest."""

    def __init__(self, app: App) -> None:
        self.app = app

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        taken, refused, most = 0, False, _most(scope["path"])

        async def bounded() -> Any:
            nonlocal taken, refused
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > most:
                refused = True
                return {"type": "http.disconnect"}  # to the application the visitor has gone
            return message

        if _announced(scope) > most:
            refused = True
        else:
            await self.app(scope, bounded, send)
        if refused:
            await send(ANSWER)
            await send({"type": "http.response.body", "body": WORDS})


def _most(path: str) -> int:
    return next((most for start, most in IN_MEMORY.items() if path.startswith(start)), LARGEST)


def _announced(scope: Any) -> int:
    length = dict(scope["headers"]).get(b"content-length", b"0")
    return int(length) if length.isdigit() else 0
