"""``./run`` as people use it: fresh, again, interrupted, killed, twice, and with a part of it dying."""

import http.client
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tenants.db import lifetime
from tenants.db.cluster import Cluster, free_port

ROOT = Path(__file__).resolve().parents[2]
FIRST_START, LATER_START = 60, 8

pytestmark = pytest.mark.slow


class Portal:
    """One ``./run`` on a folder and port of its own."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self.port = free_port()
        self.process: subprocess.Popen[str] | None = None
        self.said: list[str] = []

    def start(self) -> float:
        """Start and read until it is ready; the seconds it took."""
        began = time.monotonic()
        self.process = self.command("--data", self.data, "--port", str(self.port))
        self.said = []
        for line in self.process.stdout:
            self.said.append(line)
            if line.startswith("Ready: "):
                return time.monotonic() - began
        pytest.fail("".join(self.said))

    def command(self, *arguments: str | Path) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, ROOT / "run", *arguments],
            env={**os.environ, "PORTAL_DATA": str(self.data)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def pids(self) -> dict[str, int]:
        """Every process that serves: as written down, and the database server."""
        rows = json.loads((self.data / "processes.json").read_text())
        server = (self.cluster.folder / "postmaster.pid").read_text().split()[0]
        return {row["name"]: row["pid"] for row in rows} | {"PostgreSQL": int(server)}

    @property
    def cluster(self) -> Cluster:
        return Cluster(self.data)

    def health(self) -> tuple[int, dict]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request("GET", "/healthz")
            answer = connection.getresponse()
            return answer.status, json.loads(answer.read())
        finally:
            connection.close()

    def wait_until_well(self, seconds: float = 120) -> None:
        end, down = time.monotonic() + seconds, None
        while time.monotonic() < end:
            try:
                status, down = self.health()
                if status == 200:
                    return
            except (OSError, http.client.HTTPException, ValueError) as error:
                down = {"error": repr(error)}
            time.sleep(0.3)
        pytest.fail(f"not well after {seconds} s: {down}")

    def stop(self, sent: signal.Signals) -> int:
        self.process.send_signal(sent)
        self.said += self.process.communicate(timeout=60)[0].splitlines(keepends=True)
        return self.process.returncode


def allowed(seconds: float) -> float:
    """The goal is for two processors of our own; here others use them too."""
    return seconds * max(3.0, 1 + os.getloadavg()[0])


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    """A portal that was started for the first time; whoever stops it starts it again."""
    made = Portal(tmp_path_factory.mktemp("serving") / "data")
    try:
        assert made.start() < allowed(FIRST_START)
        yield made
    finally:
        if made.process and made.process.poll() is None:
            made.stop(signal.SIGTERM)
        made.cluster.destroy()


def test_the_last_line_is_the_address_of_the_desk(portal: Portal) -> None:
    assert portal.said[-1] == f"Ready: http://desk.portal.localhost:{portal.port}/\n"
    assert f"http://portal.localhost:{portal.port}/" in "".join(portal.said)


def test_every_step_tells_how_long_it_took(portal: Portal) -> None:
    told = "".join(portal.said)

    for step in (
        "Starting PostgreSQL",
        "Preparing the database",
        "Loading units and sites",
        "Loading the demonstration",
    ):
        assert re.search(rf"^  {step}: \d+\.\d s$", told, re.MULTILINE), told


def test_health_is_open_on_loopback_and_tells_no_secret(portal: Portal) -> None:
    status, body = portal.health()

    assert status == 200
    for secret in (portal.data / "secrets").iterdir():
        assert secret.read_text().strip() not in json.dumps(body)


def test_a_second_start_on_the_same_data_is_refused(portal: Portal) -> None:
    second = portal.command("--data", portal.data, "--port", str(free_port()))
    said, _ = second.communicate(timeout=30)

    assert second.returncode == 1
    assert said == (f"The data folder {portal.data} is in use already, by ./run (process {portal.process.pid}).\n")


def test_manage_uses_the_running_database_and_keeps_its_own_lines_apart(portal: Portal) -> None:
    ask = "from django.db import connection as c; k = c.cursor(); k.execute('SELECT session_user'); print(k.fetchone())"
    done = subprocess.run(
        [sys.executable, ROOT / "run", "manage", "shell", "--no-imports", "-c", ask],
        env={**os.environ, "PORTAL_DATA": str(portal.data)},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )

    assert (done.returncode, done.stdout) == (0, "('p_owner',)\n"), done.stderr
    assert portal.cluster.is_running()


def test_reset_refuses_while_it_is_served(portal: Portal) -> None:
    done = portal.command("reset", "--yes", "--data", portal.data)

    assert "in use already" in done.communicate(timeout=30)[0]
    assert done.returncode == 1
    assert portal.health()[0] == 200


@pytest.mark.parametrize("name", ["The person worker", "The web server", "PostgreSQL"])
def test_a_part_that_is_killed_comes_back(portal: Portal, name: str) -> None:
    before = portal.pids()[name]
    os.kill(before, signal.SIGKILL)
    assert lifetime.wait_until_gone([before], 10) == []
    time.sleep(2.5)

    portal.wait_until_well()

    assert portal.pids()[name] != before
    assert lifetime.is_alive(portal.process.pid)


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM])
def test_asked_to_stop_it_leaves_nothing_running_and_starts_fast_again(portal: Portal, sent: signal.Signals) -> None:
    pids = list(portal.pids().values())

    code = portal.stop(sent)

    assert code == 0
    assert [pid for pid in pids if lifetime.is_alive(pid)] == []
    assert portal.start() < allowed(LATER_START)
    assert "Preparing the database" not in "".join(portal.said)


def test_killed_alone_it_takes_its_children_along_and_starts_again(portal: Portal) -> None:
    pids = list(portal.pids().values())

    portal.process.kill()
    portal.process.communicate()

    assert lifetime.wait_until_gone(pids, 30) == []
    portal.start()
    portal.wait_until_well()


def test_killed_with_everything_it_starts_again(portal: Portal) -> None:
    pids = [portal.process.pid, *portal.pids().values()]

    for pid in pids:
        os.kill(pid, signal.SIGKILL)
    portal.process.communicate()

    portal.start()
    portal.wait_until_well()
