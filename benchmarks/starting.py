"""``./run`` until it is ready: the first time with packages at hand, and later."""

import os
import re
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.harness import QUICK, Figure, say, timed
from tenants.db.cluster import Cluster, free_port

ROOT = Path(__file__).resolve().parents[1]
FIRST, LATER = 60.0, 8.0
LATER_STARTS = 1 if QUICK else 3


def run() -> list[Figure]:
    """The first start makes database, units and demonstration; the environment is there already."""
    with tempfile.TemporaryDirectory() as folder:
        data, port = Path(folder) / "data", free_port()
        try:
            first = start_and_stop(data, port)
            later = [start_and_stop(data, port) for _ in range(LATER_STARTS)]
        finally:
            Cluster(data).destroy()
    return [Figure("first start", first, "s", FIRST), Figure("later start", min(later), "s", LATER)]


def start_and_stop(data: Path, port: int) -> float:
    """Seconds from the command to its last line."""
    command = [sys.executable, ROOT / "run", "--data", data, "--port", str(port)]
    env = {name: value for name, value in os.environ.items() if not name.startswith(("PORTAL_", "DJANGO_"))}
    server = subprocess.Popen(command, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        return timed(lambda: read_until_ready(server))
    finally:
        server.send_signal(signal.SIGTERM)
        server.communicate()


def read_until_ready(server: subprocess.Popen[str]) -> None:
    for line in server.stdout or ():
        if line.startswith("Ready: "):
            return
        if re.search(r"\d s", line):
            say(line.rstrip())
    sys.exit("The portal did not start.")
