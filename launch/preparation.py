"""What must be in the database and on the disk before we serve; a step is repeated when what it reads changed."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from launch.console import console
from launch.datafolder import DataFolder, replace
from launch.places import PACKAGES, PYTHON, ROOT

LOCK = "requirements.txt"


@dataclass(frozen=True)
class Step:
    """A management command, and the files and settings its result depends on."""

    command: tuple[str, ...]
    what: str
    reads: tuple[str, ...]
    settings: tuple[str, ...] = ()


DATABASE = Step(
    ("prepare_database",),
    "Preparing the database",
    ("**/migrations/*.py", "**/*.sql", "db/**/*.py", "settings/*.py"),
)
ALLIANCE = Step(
    ("load_alliance",),
    "Loading units and sites",
    ("**/migrations/*.py", "units/**/*.py", "units/**/*.csv", "units/**/*.json", "commands/load_alliance.py"),
    ("PORTAL_BASE_DOMAIN",),
)
DEMO = Step(("load_demo",), "Loading the demonstration", ("**/commands/load_demo.py", "**/demo/**/*", "**/demo.py"))
STATIC = Step(
    ("collectstatic", "--noinput", "-v0"), "Collecting style sheets and scripts", ("**/static/**/*", "settings/*.py")
)
DATABASE_STEPS = (DATABASE, ALLIANCE, DEMO)


def prepare(folder: DataFolder, steps: tuple[Step, ...], env: Mapping[str, str]) -> None:
    """Do in this order what was not done yet, or was done with other files; a step that fails is due again."""
    for step in steps:
        stamp = folder.prepared / step.command[0]
        key = fingerprint(step, env)
        if stamp.exists() and stamp.read_text(encoding="ascii") == key:
            continue
        stamp.unlink(missing_ok=True)
        console.run(step.what, [PYTHON, "-m", "django", *step.command], env)
        replace(stamp, key)


def fingerprint(step: Step, env: Mapping[str, str]) -> str:
    """Equal for equal files under equal names, the same locked packages and the same settings."""
    digest = hashlib.sha256()
    for name in step.settings:
        digest.update(f"{name}={env[name]}\n".encode())
    for path in sorted({ROOT / LOCK, *_files(step)}):
        digest.update(f"{path.relative_to(ROOT)} {hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    return digest.hexdigest()


def _files(step: Step) -> Iterator[Path]:
    for package in PACKAGES:
        for pattern in step.reads:
            for path in (ROOT / package).glob(pattern):
                if path.is_file() and "__pycache__" not in path.parts:
                    yield path
