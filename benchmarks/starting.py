"""``./run`` until it is ready: the first time in a new checkout with packages at hand, and later; and what it keeps."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.harness import QUICK, Figure, say, timed
from tenants.db.cluster import Cluster, free_port

ROOT = Path(__file__).resolve().parents[1]
FIRST, LATER, MEMORY = 60.0, 8.0, 250
LATER_STARTS = 1 if QUICK else 3
NOT_IN_A_NEW_CHECKOUT = (".git", ".venv", ".data", ".cache", "__pycache__", ".*_cache", ".hypothesis")


def run() -> list[Figure]:
    """The first start makes the environment from the installer's cache, the database, units and demonstration."""
    with tempfile.TemporaryDirectory() as folder:
        checkout, data, port = Path(folder) / "checkout", Path(folder) / "data", free_port()
        shutil.copytree(ROOT, checkout, ignore=shutil.ignore_patterns(*NOT_IN_A_NEW_CHECKOUT))
        if (fonts := ROOT / ".cache" / "fonts").is_dir():  # absent where the machine has them installed
            shutil.copytree(fonts, checkout / ".cache" / "fonts")
        command = [sys.executable, checkout / "run", "--data", data, "--port", str(port)]
        try:
            with _started(command) as first:
                pass
            later = []
            for _ in range(LATER_STARTS):
                with _started(command) as seconds:
                    later.append(seconds)
                    kept = _memory(data)
        finally:
            Cluster(data).destroy()
    web = kept.pop("The web server")
    return [
        Figure("first start in a new checkout", round(first, 1), "s", FIRST),
        Figure("later start", round(min(later), 1), "s", LATER),
        Figure("memory of the web process", web, "MB", MEMORY),
        Figure("memory of the largest worker", max(kept.values()), "MB", MEMORY),
    ]


@contextmanager
def _started(command: list[object]) -> Iterator[float]:
    """The portal while the block runs; seconds from the command to its last line."""
    env = {name: value for name, value in os.environ.items() if not name.startswith(("PORTAL_", "DJANGO_"))}
    server = subprocess.Popen(command, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        yield timed(lambda: _read_until_ready(server))
    finally:
        server.send_signal(signal.SIGTERM)
        server.communicate()


def _read_until_ready(server: subprocess.Popen[str]) -> None:
    for line in server.stdout or ():
        if line.startswith("Ready: "):
            return
        if re.search(r": \d+\.\d s$", line):
            say(line.rstrip())
    sys.exit("The portal did not start.")


def _memory(data: Path) -> dict[str, float]:
    """Megabytes that each process of the running portal keeps."""
    rows = json.loads((data / "processes.json").read_text(encoding="utf-8"))
    found = {}
    for row in rows:
        status = Path(f"/proc/{row['pid']}/status").read_text(encoding="utf-8")
        found[row["name"]] = round(int(re.search(r"VmRSS:\s+(\d+)", status)[1]) / 1024)
    return found
