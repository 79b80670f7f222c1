"""The product itself, served on loopback for one test: uvicorn and workers as processes of their own."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx

from tenants.identity.actor import Actor
from tests.factories.desk import session_key

ROOT = Path(__file__).resolve().parent.parent


def free_port() -> int:
    """A port nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    """One web process on a free port, on the database named in the environment it was given."""

    def __init__(self, database: str, data: Path) -> None:
        self.port = free_port()
        self.environment = {
            **os.environ,
            "PORTAL_DATA": str(data),
            "PORTAL_DB_NAME": database,
            "PORTAL_DB_ROLE": "p_app",
            "PORTAL_PORT": str(self.port),
            "DJANGO_SETTINGS_MODULE": "portal.settings.test",
        }
        self.processes: dict[str, subprocess.Popen[bytes]] = {}

    def start_web(self) -> None:
        """Start uvicorn and wait until it answers."""
        command = ["-m", "uvicorn", "portal.asgi:application", "--host", "127.0.0.1", "--port", str(self.port)]
        self._start("web", [*command, "--log-level", "warning", "--ws-ping-interval", "20"])
        for _ in range(300):
            with contextlib.suppress(httpx.TransportError):
                if httpx.get(f"http://127.0.0.1:{self.port}/healthz", timeout=5).status_code in (200, 503):
                    return
            if self.processes["web"].poll() is not None:
                break
            time.sleep(0.1)
        raise AssertionError("the web process did not start")

    def start_worker(self, kind: str) -> None:
        """Start one worker; the sealer connects as p_system."""
        role = "p_system" if kind == "sealer" else "p_app"
        self._start(kind, ["-m", "django", "work", kind], PORTAL_DB_ROLE=role)

    def kill(self, name: str) -> None:
        """End a process as a power cut would."""
        self.processes[name].send_signal(signal.SIGKILL)
        self.processes.pop(name).wait()

    def stop(self) -> None:
        """End everything, by process id."""
        for process in self.processes.values():
            process.terminate()
        for process in self.processes.values():
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(timeout=10)
            process.kill()
            process.wait()
        self.processes.clear()

    def _start(self, name: str, command: list[str], **changes: str) -> None:
        self.processes[name] = subprocess.Popen(
            [sys.executable, *command], cwd=ROOT, env={**self.environment, **changes}, start_new_session=True
        )

    @property
    def desk(self) -> str:
        """The desk's host with its port."""
        return f"desk.portal.localhost:{self.port}"

    def sign_in(self, actor: Actor) -> str:
        """The key of a new session on this server's desk, acting as this unit."""
        return session_key(actor.user, self.desk, actor)


@contextlib.contextmanager
def running(database: str, data: Path, *workers: str) -> Iterator[Server]:
    """A server with these workers for the length of the block."""
    server = Server(database, data)
    try:
        server.start_web()
        for kind in workers:
            server.start_worker(kind)
        yield server
    finally:
        server.stop()
