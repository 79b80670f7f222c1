"""What the person at the terminal reads: each step with its time, and one sentence for trouble."""

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO

from tenants.db.lifetime import die_with_parent, end

PROGRESS_EVERY = 10.0
WIDTH = 100
Command = Sequence[str | Path]


class Trouble(Exception):
    """Something about the surroundings stops us; the sentence says what, and what to do about it."""

    def __init__(self, sentence: str, code: int = 1) -> None:
        super().__init__(sentence)
        self.code = code


class Console:
    """Where our own lines go: standard output, or standard error when a command's output must stay clean."""

    def __init__(self) -> None:
        self.stream: IO[str] = sys.stdout

    @property
    def is_live(self) -> bool:
        """Is a person watching, so that a line may be written over?"""
        return self.stream.isatty()

    def say(self, line: str = "") -> None:
        print(line, file=self.stream, flush=True)

    @contextlib.contextmanager
    def step(self, what: str) -> Iterator[None]:
        """Name what begins; say how long it took when it is done."""
        started = time.monotonic()
        if live := self.is_live:
            print(f"  {what} …", end="", file=self.stream, flush=True)
        try:
            yield
        except BaseException:
            self.say("" if live else f"  {what}: not done")
            raise
        if live:
            self._rewrite("")
        self.say(f"  {what}: {time.monotonic() - started:.1f} s")

    def run(self, what: str, command: Command, env: Mapping[str, str] | None = None) -> str:
        """A step that is a program: its newest line is the progress; it returns its output, or is Trouble."""
        with self.beside(what, command, env) as finish:
            return finish()

    @contextlib.contextmanager
    def beside(self, what: str, command: Command, env: Mapping[str, str] | None) -> Iterator[Callable[[], str]]:
        """The same, begun now and finished when asked for; it is ended with the block, whatever happens there."""
        with tempfile.TemporaryFile("w+b") as output:
            child = subprocess.Popen(
                list(map(str, command)),
                env=None if env is None else dict(env),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=die_with_parent(signal.SIGTERM),
            )
            try:
                yield lambda: self._finish(what, command, child, output)
            finally:
                if child.poll() is None:
                    end([child.pid])
                    child.wait()

    def _finish(self, what: str, command: Command, child: subprocess.Popen[bytes], output: IO[bytes]) -> str:
        with self.step(what):
            started = time.monotonic()
            while child.poll() is None:
                with contextlib.suppress(subprocess.TimeoutExpired):
                    child.wait(timeout=1.0 if self.is_live else PROGRESS_EVERY)
                    break
                self.progress(what, time.monotonic() - started, newest_line(output))
            output.seek(0)
            said = output.read().decode(errors="replace")
            if child.returncode:
                program = Path(command[0]).name
                raise Trouble(f"{what}: failed ({program} ended with {child.returncode}).\n{indented_end(said)}")
            return said

    def progress(self, what: str, seconds: float, newest: str) -> None:
        line = f"  {what} … {seconds:.0f} s  {newest}"[:WIDTH]
        if self.is_live:
            self._rewrite(line)
        else:
            self.say(line)

    def _rewrite(self, line: str) -> None:
        print(f"\r\x1b[2K{line}", end="", file=self.stream, flush=True)


def newest_line(output: IO[bytes], since: int = 0) -> str:
    """The last line a program wrote after this position, without moving where it writes next."""
    size = os.fstat(output.fileno()).st_size
    lines = os.pread(output.fileno(), 400, max(since, size - 400)).decode(errors="replace").splitlines()
    return next((line.strip() for line in reversed(lines) if line.strip()), "")


def indented_end(said: str) -> str:
    """The end of a failed program's output, as it stands under the sentence."""
    return "\n".join("    " + line for line in said.splitlines()[-25:])


console = Console()
