"""The processes that serve: started beside us, watched, started again when they die, ended with us."""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from launch.console import console
from tenants.db import lifetime

FIRST_PAUSE, LONGEST_PAUSE = 1.0, 60.0
SETTLED_AFTER = 60.0
LOG_LIMIT = 5 * 1024 * 1024


@dataclass
class Service:
    """One program of ours that should run as long as we do."""

    name: str
    command: Sequence[str | Path]
    env: Mapping[str, str]
    log: Path
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    pause: float = FIRST_PAUSE
    due: float = 0.0

    def start(self) -> None:
        if self.log.exists() and self.log.stat().st_size > LOG_LIMIT:
            self.log.replace(self.log.with_suffix(".previous"))
        with open(os.open(self.log, os.O_CREAT | os.O_WRONLY | os.O_APPEND, 0o600), "ab") as log:
            self.process = subprocess.Popen(
                self.command,
                env=dict(self.env),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=lifetime.die_with_parent(signal.SIGKILL),
            )
        self.started = time.monotonic()

    def tend(self, now: float) -> bool:
        """Start it again when it died and its pause is over; True when its process is a new one.

        The pause doubles with every quick death and is forgotten after a minute of life.
        """
        if self.process is not None:
            if self.process.poll() is None:
                return False
            if now - self.started > SETTLED_AFTER:
                self.pause = FIRST_PAUSE
            console.say(f"  {self.name} ended with {self.process.returncode}; starting it again in {self.pause:.0f} s")
            self.process, self.due = None, now + self.pause
            self.pause = min(self.pause * 2, LONGEST_PAUSE)
        if now < self.due:
            return False
        self.start()
        return True


@dataclass
class Services:
    """All of them, and whom to tell when the set of processes changes."""

    changed: Callable[[dict[str, int]], None]
    services: list[Service] = field(default_factory=list)

    def start(self, *more: Service) -> None:
        """Start these, beside those that run already."""
        for service in more:
            service.start()
            self.services.append(service)
        self.changed(self.processes())

    def processes(self) -> dict[str, int]:
        return {service.name: service.process.pid for service in self.services if service.process}

    def tend(self) -> None:
        now = time.monotonic()
        fresh = [service for service in self.services if service.tend(now)]
        if fresh:
            self.changed(self.processes())

    def stop(self) -> None:
        """End all at once; each has ten seconds to finish what it does."""
        running = [service.process for service in self.services if service.process]
        lifetime.end([process.pid for process in running if process.poll() is None])
        for process in running:
            process.wait()
