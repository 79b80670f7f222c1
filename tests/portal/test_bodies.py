"""A body without an end fills no disk, announced or not."""

import asyncio

import pytest

from portal import bodies
from portal.bodies import BoundedBodies

PIECE = b"x" * 1000
LIMIT = 10_000


def ask(pieces: int, *, announced: bool = False, path: str = "/documents/new/") -> tuple[int, int]:
    """The status that a visitor with so many pieces reads, and how many of them the application took."""
    taken, answers = 0, []

    async def application(scope, receive, send):
        nonlocal taken
        while (message := await receive())["type"] == "http.request":
            taken += 1
            if not message["more_body"]:
                await send({"type": "http.response.start", "status": 200, "headers": []})
                return

    async def visit():
        left = iter(range(pieces - 1, -1, -1))

        async def receive():
            return {"type": "http.request", "body": PIECE, "more_body": next(left) > 0}

        async def send(message):
            answers.append(message)

        headers = [(b"content-length", str(pieces * len(PIECE)).encode())] if announced else []
        await BoundedBodies(application)({"type": "http", "path": path, "headers": headers}, receive, send)

    asyncio.run(visit())
    return answers[0]["status"], taken


@pytest.fixture(autouse=True)
def small(monkeypatch):
    monkeypatch.setattr(bodies, "LARGEST", LIMIT)
    monkeypatch.setattr(bodies, "IN_MEMORY", {"/files/": LIMIT // 2})


@pytest.mark.parametrize(
    ("pieces", "announced", "expected"),
    [(10, True, (200, 10)), (10, False, (200, 10)), (11, True, (413, 0)), (1_000_000, False, (413, 10))],
)
def test_bodies_are_counted_as_they_come(pieces, announced, expected):
    assert ask(pieces, announced=announced) == expected


def test_files_of_a_matter_never_come_to_lie_on_a_disk_in_clear():
    assert ask(10, path="/files/parts/") == (413, 5)
