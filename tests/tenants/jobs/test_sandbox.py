"""A module over a stranger's bytes can answer, and nothing else."""

import subprocess
import time
from pathlib import Path

import pytest

from tenants.jobs import sandbox
from tenants.jobs.sandbox import OutOfTime, SandboxError, run

MEMORY = 256 * 1024 * 1024


@pytest.fixture
def modules(tmp_path, monkeypatch):
    """Write a module; the sandbox runs it from there."""
    monkeypatch.setattr(sandbox, "ROOT", tmp_path)

    def write(code: str) -> str:
        (tmp_path / "stranger.py").write_text(code)
        return "stranger"

    return write


def answer(modules, code: str, data: bytes = b"", *, seconds: float = 5) -> str:
    return run(modules(code), data, seconds=seconds, memory=MEMORY).decode()


def test_it_answers_for_the_bytes_it_is_given(modules):
    code = "import sys; sys.stdout.write(str(len(sys.stdin.buffer.read())))"

    assert answer(modules, code, b"x" * 5_000_000) == "5000000"


def test_it_inherits_no_environment_and_no_open_file(modules, monkeypatch):
    monkeypatch.setenv("PORTAL_DATA", "/secret")
    code = "import os; print(sorted(k for k in os.environ if k != 'LC_CTYPE'), len(os.listdir('/proc/self/fd')))"

    assert answer(modules, code).split() == ["['LANG']", "4"]  # three streams and the listing itself


def test_it_reaches_no_network(modules):
    code = (
        "import socket\n"
        "try:\n    socket.create_connection(('127.0.0.1', 9), timeout=2)\n"
        "except OSError as error:\n    print(error.errno)"
    )
    probe = subprocess.run(["unshare", "--net", "true"], check=False, capture_output=True)
    if probe.returncode != 0:
        pytest.skip("this system lets nobody leave the network")

    assert answer(modules, code).strip() == "101"  # ENETUNREACH: not even loopback


def test_endless_work_ends_in_time_with_everything_it_started(modules, tmp_path):
    begun = time.monotonic()

    with pytest.raises(OutOfTime):
        answer(modules, "import time; time.sleep(60)", seconds=0.5)

    assert time.monotonic() - begun < 3


def test_too_much_memory_is_an_error(modules):
    with pytest.raises(SandboxError, match="MemoryError"):
        answer(modules, "bytes(400 * 1024 * 1024)")


def test_a_flood_of_output_is_cut_off(modules):
    with pytest.raises(SandboxError):
        answer(modules, "import sys; sys.stdout.write('x' * 8_000_000); sys.stdout.flush()")


def test_a_broken_module_is_an_error_with_its_words(modules):
    with pytest.raises(SandboxError, match="ZeroDivisionError"):
        answer(modules, "1 / 0")


def test_nothing_of_the_bytes_stays_on_disk(modules, tmp_path, monkeypatch):
    monkeypatch.setenv("TMPDIR", str(tmp_path / "temporary"))
    (tmp_path / "temporary").mkdir()

    answer(modules, "import sys; sys.stdin.read()", b"a stranger's file" * 1000)

    assert list(Path(tmp_path / "temporary").iterdir()) == []
