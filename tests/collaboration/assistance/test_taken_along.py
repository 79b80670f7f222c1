"""The ledger as a table, by real ASGI calls: sent in pieces, in little memory; a cut line leaves nothing open."""

import asyncio
import os
import tracemalloc
from io import BytesIO
from typing import Any

import pytest
from django.conf import settings
from django.core.asgi import get_asgi_application
from django.db import connection
from openpyxl import load_workbook

from benchmarks.requests import FILL
from collaboration.assistance.overview import ledger
from portal.bodies import BoundedBodies
from tests.factories import requests as make
from tests.factories.desk import DESK, session_key
from tests.factories.people import make_actor
from tests.ownership import as_owner

MANY = 40_000 if os.environ.get("PORTAL_PROVE") else 3_000
GROWTH = 200  # bytes for each further row: its number and its day
OTHERS = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"


async def take(query: str, key: str, *, cut_after: int | None = None) -> list[bytes]:
    """The pieces of the table in the order in which they are sent; the visitor may go before they are all there."""
    pieces: list[bytes] = []
    asked, gone = iter([{"type": "http.request"}]), asyncio.Event()
    cookie = f"{settings.SESSION_COOKIE_NAME}={key}".encode()

    async def receive() -> dict[str, Any]:
        if message := next(asked, None):
            return message
        await gone.wait()
        return {"type": "http.disconnect"}

    async def send(message: dict[str, Any]) -> None:
        if message["type"] == "http.response.start":
            assert message["status"] == 200
        elif message.get("body"):
            pieces.append(message["body"])
            if len(pieces) == cut_after:
                gone.set()
                await asyncio.Event().wait()  # nobody takes it from the line any more

    scope = {
        "type": "http", "method": "GET", "path": "/assistance/", "query_string": query.encode(), "scheme": "http",
        "headers": [(b"host", DESK.encode()), (b"cookie", cookie)], "client": ("127.0.0.1", 1), "server": (DESK, 80),
    }  # fmt: skip
    await BoundedBodies(get_asgi_application())(scope, receive, send)
    return pieces


def others() -> int:
    """Connections to this database besides the test's own, once those that are being closed are gone."""
    with connection.cursor() as cursor:
        for _attempt in range(200):
            cursor.execute("SELECT pg_stat_clear_snapshot(), pg_sleep(0.01)")
            cursor.execute(OTHERS)
            (found,) = cursor.fetchone()
            if not found:
                return 0
    return found


def fill(like: int, many: int) -> None:
    with as_owner(), connection.cursor() as cursor:
        for statement in FILL:
            cursor.execute(statement, {"like": like, "many": many} if "%(" in statement else None)


@pytest.mark.usefixtures("own_database")
def test_a_table_is_sent_piece_by_piece_and_a_cut_line_leaves_nothing_open(monkeypatch, settings):
    settings.DEMO = True
    author, other = make_actor("320100"), make_actor("340100")
    key, peaks = session_key(author.user, DESK, author), []
    monkeypatch.setattr(ledger, "AT_ONCE", 200)
    for rows in (600, MANY - 600):
        fill(make.send(author, make.make_request(author, other.unit)).pk, rows - 1)
        for form in ("csv", "xlsx"):
            asyncio.run(take(f"format={form}&q=nothing", key))  # whatever is loaded once
            tracemalloc.start()
            pieces = asyncio.run(take(f"format={form}", key))
            peaks.append(tracemalloc.get_traced_memory()[1])
            tracemalloc.stop()
            assert len(pieces) > (1 if form == "xlsx" else 2)  # a workbook is pressed, so much of it fits into one
            table = b"".join(pieces)
    assert peaks[2] - peaks[0] < MANY * GROWTH and peaks[3] - peaks[1] < MANY * GROWTH, peaks
    sheet = load_workbook(BytesIO(table), read_only=True).active.iter_rows(values_only=True)
    assert sum(row[0].startswith("样例协助事项") for row in sheet) == MANY

    asked: list[int] = []
    plain = ledger._Cells.of
    monkeypatch.setattr(ledger._Cells, "of", lambda self, actor, due: asked.append(len(due)) or plain(self, actor, due))
    for form in ("csv", "xlsx"):
        asked.clear()
        assert len(asyncio.run(take(f"format={form}", key, cut_after=1))) == 1
        assert sum(asked) < MANY / 2
        assert others() == 0
