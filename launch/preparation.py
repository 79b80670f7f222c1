"""What must be in the database and on the disk before we serve; a step is repeated when what it reads changed."""

import contextlib
import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from launch.console import console
from launch.datafolder import DataFolder, replace
from launch.management import ManagementCommands
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
TEMPLATES = Step(
    ("load_templates",), "Loading templates of documents", ("**/migrations/*.py", "**/document_templates/**/*")
)
DEMO = Step(("load_demo",), "Loading the demonstration", ("**/commands/load_demo.py", "**/demo/**/*", "**/demo.py"))
IDENTITIES = Step(
    ("demo_identities",),
    "Asking who there is",
    ("**/demo/**/*", "units/**/*.py", "**/commands/demo_identities.py"),
    ("PORTAL_BASE_DOMAIN", "PORTAL_PORT"),
)
STATIC = Step(
    ("collectstatic", "--noinput", "-v0"), "Collecting style sheets and scripts", ("**/static/**/*", "settings/*.py")
)
DATABASE_STEPS = (DATABASE, ALLIANCE, TEMPLATES, DEMO, IDENTITIES)


def prepare(folder: DataFolder, steps: tuple[Step, ...], env: Mapping[str, str], *, beside: Step | None = None) -> None:
    """Do in this order what was not done yet, or was done with other files; a step that fails is due again.

    The step ``beside`` touches nothing the others do and runs meanwhile.
    """
    due = _due(folder, steps, env)
    aside = _due(folder, (beside,) if beside else (), env)
    with contextlib.ExitStack() as block:
        begun = {step: block.enter_context(console.beside(step.what, _command(step), env)) for step in aside}
        commands = block.enter_context(ManagementCommands(env))
        for step, key in due.items():
            _done(folder, step, key, commands.run(step.what, *step.command))
        for step, key in aside.items():
            _done(folder, step, key, begun[step]())


def said(folder: DataFolder, step: Step) -> str:
    """What a step printed when it was done last."""
    return _stamp(folder, step).read_text(encoding="utf-8").partition("\n")[2]


def _due(folder: DataFolder, steps: tuple[Step, ...], env: Mapping[str, str]) -> dict[Step, str]:
    """What must be done, with the key it will have been done for; until then it counts as not done."""
    found = {}
    for step in steps:
        key, stamp = fingerprint(step, env), _stamp(folder, step)
        if not stamp.exists() or stamp.read_text(encoding="utf-8").partition("\n")[0] != key:
            stamp.unlink(missing_ok=True)
            found[step] = key
    return found


def _done(folder: DataFolder, step: Step, key: str, output: str) -> None:
    replace(_stamp(folder, step), f"{key}\n{output}")


def _command(step: Step) -> list[str | Path]:
    return [PYTHON, "-m", "django", *step.command]


def _stamp(folder: DataFolder, step: Step) -> Path:
    return folder.prepared / step.command[0]


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
