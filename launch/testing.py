"""``./run test``, ``./run prove`` and ``./run bench``: they become pytest, or the benchmarks."""

import os
import sys

from launch.browsers import ensure_browsers
from launch.console import console
from launch.environment import ensure_environment
from launch.fonts import ensure_fonts
from launch.places import PYTHON, ROOT

# What a person may have set for a server of theirs must not reach the tests.
OF_A_SERVER = (
    "DJANGO_SETTINGS_MODULE",
    "PORTAL_DATA",
    "PORTAL_DB_",
    "PORTAL_MODE",
    "PORTAL_PORT",
    "PORTAL_BASE_DOMAIN",
)
FEWEST, MOST = 2, 4


def test(arguments: list[str]) -> int:
    """Everything, on a worker for each core, two to four, unless the arguments say how many."""
    in_parallel = [] if any(_names_workers(argument) for argument in arguments) else _in_parallel()
    return _become(["-m", "pytest", *in_parallel, *arguments])


def prove(arguments: list[str]) -> int:
    """The same tests with full counts; they read PORTAL_PROVE."""
    os.environ["PORTAL_PROVE"] = "1"
    return test(arguments)


def bench(arguments: list[str]) -> int:
    """The figures alone on standard output; what we have to say goes to standard error."""
    console.stream = sys.stderr
    return _become(["-m", "benchmarks", *arguments])


def _become(arguments: list[str]) -> int:
    ensure_environment(development=True)
    ensure_fonts()
    env = {name: value for name, value in os.environ.items() if not name.startswith(OF_A_SERVER)}
    env |= ensure_browsers()
    os.chdir(ROOT)
    os.execve(PYTHON, [str(PYTHON), *arguments], env)  # noqa: S606 (no shell is meant)


def _in_parallel() -> list[str]:
    workers = min(max(os.cpu_count() or FEWEST, FEWEST), MOST)
    return ["-n", str(workers), "--dist", "loadscope", "--no-loadscope-reorder"]  # the long ones of the browser begin


def _names_workers(argument: str) -> bool:
    return argument.startswith(("-n", "--numprocesses", "--pdb")) or argument == "no:xdist"
