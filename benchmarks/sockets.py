"""Two thousand sockets held by one process while one notice goes to a thousand people."""

import asyncio
import json
import os
import resource
import time
from pathlib import Path
from typing import Any

from benchmarks.harness import QUICK, Figure, as_application, database, p95, say

PEOPLE = 100 if QUICK else 1000
TABS = 2
AT_ONCE = 20
PAUSE = 6.0  # seconds in which a hint could come a second time
POOL = "16"


def run() -> list[Figure]:
    """Seconds from commit to the last but five percent of the sockets; hints lost and doubled; memory per socket."""
    files = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (files, files))
    with database():
        from tests.server import running

        as_application()
        from tests.factories.people import make_actor

        author = make_actor("310000")
        say(f"Making {PEOPLE} people with {TABS} tabs each …")
        os.environ["PORTAL_DB_POOL"] = POOL
        with running("portal", Path(os.environ["PORTAL_DATA"])) as server:
            keys = _sessions(server)
            return asyncio.run(_measure(server, keys, author))


def _sessions(server: Any) -> list[str]:
    from tenants.identity.actor import Actor
    from tenants.identity.models import Membership, User
    from tenants.identity.roles import Role
    from tenants.units.models import Unit
    from tests.ownership import as_owner

    with as_owner():
        people = User.objects.bulk_create(User(username=f"p{n}", name=f"P{n}", password="!") for n in range(PEOPLE))
        unit = Unit.objects.select_related("tenant").get(code="320000")
        rows = [Membership(user=one, unit=unit, roles=[Role.MEMBER], source="operator") for one in people]
        Membership.objects.bulk_create(rows)
        made = list(Membership.objects.filter(unit=unit, source="operator").select_related("user", "unit"))
    return [server.sign_in(Actor(one)) for one in made for _ in range(TABS)]


async def _measure(server: Any, keys: list[str], author: Any) -> list[Figure]:
    before = _memory(server)
    say(f"Opening {len(keys)} sockets …")
    heard: list[list[float]] = [[] for _ in keys]
    limit = asyncio.Semaphore(AT_ONCE)
    sockets = await asyncio.gather(*(_open(server, key, limit) for key in keys))
    listening = [asyncio.create_task(_listen(*pair)) for pair in zip(sockets, heard, strict=True)]
    await asyncio.sleep(PAUSE)
    grown = _memory(server) - before
    committed = await asyncio.to_thread(_tell, author)
    await asyncio.sleep(PAUSE)
    for task in listening:
        task.cancel()
    first = [times[0] - committed for times in heard if times]
    say(f"{len(first)} of {len(keys)} heard; the first after {min(first):.3f} s, the last after {max(first):.3f} s")
    await asyncio.gather(*(socket.close() for socket in sockets))
    return [
        Figure(f"one notice to {PEOPLE} people at {len(keys)} sockets, p95", round(p95(first), 3), "s", 2),
        Figure("hints lost", len(keys) - len(first), "sockets", 0),
        Figure("hints doubled", sum(len(times) > 1 for times in heard), "sockets", 0),
        Figure("memory for each open socket", round(grown / len(keys), 3), "MB", 0.1),
    ]


async def _open(server: Any, key: str, limit: asyncio.Semaphore) -> Any:
    from websockets.asyncio.client import connect

    headers = {"Host": server.desk, "Cookie": f"__Host-sid={key}"}
    async with limit:
        socket = await connect(
            f"ws://127.0.0.1:{server.port}/ws/",
            additional_headers=headers,
            origin=f"http://{server.desk}",  # type: ignore[arg-type]
            proxy=None,
            open_timeout=60,
        )
        await socket.recv()  # the greeting
    return socket


async def _listen(socket: Any, heard: list[float]) -> None:
    while True:
        said = json.loads(await socket.recv())
        if "notices" in said.get("changed", ()):
            heard.append(time.time())


def _tell(author: Any) -> float:
    """Tell everybody of one act; the moment of its commit."""
    from django.db import connection, transaction

    from collaboration.matters.record import record
    from collaboration.notifications.notify import Audience, notify
    from tenants.identity.roles import Role
    from tenants.units.models import Unit
    from tests.factories.matters import make_matter

    matter = make_matter(author, "320000")
    with author.acting(), transaction.atomic():
        record(matter, "opened")
        told = notify(matter, "opened", [Audience(Unit.objects.get(code="320000"), [Role.MEMBER])])
    committed = time.time()
    assert told == PEOPLE
    connection.close()
    return committed


def _memory(server: Any) -> float:
    """Resident megabytes of the web process."""
    status = Path(f"/proc/{server.processes['web'].pid}/status").read_text()
    line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024
