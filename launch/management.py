"""The portal's management commands as steps of ours, in one process that is started when the first one is due."""

import contextlib
import json
import os
import select
import signal
import subprocess
import tempfile
import time
from collections.abc import Mapping
from typing import Self

from launch.console import PROGRESS_EVERY, Trouble, console, indented_end, newest_line
from launch.places import PYTHON
from tenants.db.lifetime import die_with_parent, end


class ManagementCommands:
    """Runs commands until the block ends."""

    def __init__(self, env: Mapping[str, str]) -> None:
        self.env = dict(env)
        self._process: subprocess.Popen[bytes] | None = None
        self._questions = self._answers = -1

    def __enter__(self) -> Self:
        self._output = tempfile.TemporaryFile("w+b")
        return self

    def __exit__(self, *_: object) -> None:
        self._output.close()
        if self._process:
            os.close(self._questions)
            end([self._process.pid])
            self._process.wait()
            os.close(self._answers)

    def run(self, what: str, *command: str) -> str:
        """One command as a step: its newest line is the progress; it returns its output, or is Trouble."""
        with console.step(what):
            before = os.fstat(self._output.fileno()).st_size
            if self._process is None:
                self._start()
            with contextlib.suppress(BrokenPipeError):  # it is gone; the answer that never comes says so
                os.write(self._questions, json.dumps(command).encode() + b"\n")
            code = self._answer(what, before)
            said = os.pread(self._output.fileno(), 1 << 20, before).decode(errors="replace")
            if code:
                raise Trouble(f"{what}: failed ({command[0]} ended with {code}).\n{indented_end(said)}")
            return said

    def _start(self) -> None:
        asked, self._questions = os.pipe()
        self._answers, answered = os.pipe()
        self._process = subprocess.Popen(
            [str(PYTHON), "-m", "launch.together", str(answered)],
            env=self.env,
            stdin=asked,
            stdout=self._output,
            stderr=subprocess.STDOUT,
            pass_fds=[answered],
            start_new_session=True,
            preexec_fn=die_with_parent(signal.SIGTERM),
        )
        os.close(asked)
        os.close(answered)

    def _answer(self, what: str, since: int) -> int:
        """The command's code; a process that ends without one has failed."""
        started = time.monotonic()
        while not select.select([self._answers], [], [], 1.0 if console.is_live else PROGRESS_EVERY)[0]:
            console.progress(what, time.monotonic() - started, newest_line(self._output, since))
        return int(os.read(self._answers, 100) or b"1")
