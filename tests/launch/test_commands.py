"""Bad surroundings get one sentence and a code other than 0, before anything is made."""

import socket
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, ROOT / "run", *arguments], capture_output=True, text=True, check=False, timeout=60
    )


def test_an_old_python_is_told_so() -> None:
    pretend = "import runpy, sys; sys.version_info = (3, 9, 2); sys.version = '3.9.2 (main)'; runpy.run_path('run')"

    done = subprocess.run(
        [sys.executable, "-c", pretend], cwd=ROOT, capture_output=True, text=True, check=False, timeout=60
    )

    assert done.returncode == 1
    assert done.stderr == "The portal needs Python 3.11 or newer; this is Python 3.9.2.\n"


def test_a_taken_port_is_told_before_anything_starts(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = run("--data", tmp_path, "--port", str(port))

    assert done.returncode == 1
    assert done.stderr == f"Port {port} of 127.0.0.1 is taken by another program; choose another with --port.\n"
    assert not (tmp_path / "postgres").exists()


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.7"])
def test_the_demonstration_stays_on_this_machine(tmp_path: Path, host: str) -> None:
    done = run("--data", tmp_path / "data", "--host", host)

    assert done.returncode == 1
    assert "say --expose-demo" in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize("arguments", [["--port", "0"], ["--port", "70000"], ["--prot=8000"], ["sevre"]])
def test_a_slip_of_the_pen_is_named(arguments: list[str]) -> None:
    done = run(*arguments)

    assert done.returncode == 2
    assert arguments[0].partition("=")[0] in done.stderr


def test_help_names_every_command() -> None:
    shown = run("--help").stdout

    for word in ("serve", "test", "prove", "manage", "bench", "doctor", "reset"):
        assert f"\n  {word} " in shown


def test_doctor_speaks_in_sentences_and_makes_nothing(tmp_path: Path) -> None:
    done = run("doctor", "--data", tmp_path / "data")

    findings = done.stdout.splitlines()
    assert len(findings) > 5
    assert all(line.endswith(".") for line in findings)
    assert not (tmp_path / "data").exists()


def test_reset_of_nothing_is_no_trouble(tmp_path: Path) -> None:
    done = run("reset", "--data", tmp_path / "data")

    assert (done.returncode, done.stderr) == (0, "")
