"""Processes that serve come back when they die, more slowly each time, and are gone when we are."""

import subprocess
import sys
import time
from pathlib import Path

import pytest

from launch.services import FIRST_PAUSE, LOG_LIMIT, LONGEST_PAUSE, Service, Services
from tenants.db import lifetime

ROOT = Path(__file__).resolve().parents[2]
WAIT = "import time; time.sleep(60)"


def service(tmp_path: Path, program: str, name: str = "A worker") -> Service:
    return Service(name, [sys.executable, "-c", program], {}, tmp_path / f"{name}.log")


def test_a_dead_process_comes_back_after_a_pause(tmp_path: Path) -> None:
    worker = service(tmp_path, WAIT)
    worker.start()
    first = worker.process
    first.kill()
    first.wait()
    now = time.monotonic()

    assert not worker.tend(now)
    assert not worker.tend(now + FIRST_PAUSE / 2)
    assert worker.tend(now + FIRST_PAUSE)
    assert worker.process.pid != first.pid
    worker.process.kill()
    worker.process.wait()


def test_the_pause_doubles_up_to_a_minute_and_is_forgotten_after_a_long_life(tmp_path: Path) -> None:
    worker = service(tmp_path, "raise SystemExit(3)")
    now, pauses = time.monotonic(), []
    worker.start()
    for _ in range(8):
        worker.process.wait()
        worker.tend(now)
        pauses.append(worker.due - now)
        now = worker.due
        worker.tend(now)
        worker.started = now
    assert pauses == [1, 2, 4, 8, 16, 32, LONGEST_PAUSE, LONGEST_PAUSE]

    worker.process.wait()
    worker.tend(now + 61)
    assert worker.due == now + 61 + FIRST_PAUSE


def test_all_are_ended_together_and_told_of(tmp_path: Path) -> None:
    told: list[dict[str, int]] = []
    services = Services(told.append)
    services.start(service(tmp_path, WAIT, "one"))
    services.start(service(tmp_path, WAIT, "two"))
    pids = list(services.processes().values())

    services.tend()
    services.stop()

    assert told == [{"one": pids[0]}, {"one": pids[0], "two": pids[1]}]
    assert [pid for pid in pids if lifetime.is_alive(pid)] == []


def test_one_that_does_not_listen_is_killed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    deaf = service(tmp_path, f"import signal; signal.signal(15, signal.SIG_IGN); print('deaf', flush=True); {WAIT}")
    deaf.start()
    while "deaf" not in deaf.log.read_text():
        time.sleep(0.05)

    lifetime.end([deaf.process.pid], patience=0.3)

    assert deaf.process.wait(timeout=5) == -9


def test_what_a_process_started_ends_with_it(tmp_path: Path) -> None:
    child = f"subprocess.Popen([sys.executable, '-c', {WAIT!r}])"
    starter = f"import subprocess, sys; print({child}.pid, flush=True); {WAIT}"
    parent = service(tmp_path, starter)
    parent.start()
    while not parent.log.read_text().endswith("\n"):
        time.sleep(0.05)

    lifetime.end([parent.process.pid])

    assert lifetime.wait_until_gone([int(parent.log.read_text())], 10) == []


def test_children_end_when_their_starter_is_killed(tmp_path: Path) -> None:
    starter = (
        "import sys, time; from pathlib import Path; from launch.services import Service\n"
        f"worker = Service('w', [sys.executable, '-c', {WAIT!r}], {{}}, Path(sys.argv[1])); worker.start()\n"
        "print(worker.process.pid, flush=True); time.sleep(60)"
    )
    parent = subprocess.Popen(
        [sys.executable, "-c", starter, str(tmp_path / "log")], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    child = int(parent.stdout.readline())

    parent.kill()
    parent.communicate()

    assert lifetime.wait_until_gone([child], 10) == []


def test_a_long_log_makes_room(tmp_path: Path) -> None:
    worker = service(tmp_path, "")
    worker.log.write_bytes(b"x" * (LOG_LIMIT + 1))

    worker.start()
    worker.process.wait()

    assert worker.log.stat().st_size == 0
    assert worker.log.with_suffix(".previous").stat().st_size == LOG_LIMIT + 1
