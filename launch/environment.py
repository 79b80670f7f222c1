"""The virtual environment: made once, brought to the locked packages, left alone while the locks do not change."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from launch.console import Trouble, console
from launch.places import PYTHON, ROOT, VENV

STAMP = VENV / "installed.json"
PRODUCT, DEVELOPMENT, INSTALLER = "requirements.txt", "requirements-dev.txt", "requirements-uv.txt"

# uv does not read pip's configuration; these are the settings of pip that say where packages come from.
UV_NAMES = {
    "index-url": "UV_DEFAULT_INDEX",
    "extra-index-url": "UV_INDEX",
    "find-links": "UV_FIND_LINKS",
    "cert": "SSL_CERT_FILE",
    "trusted-host": "UV_INSECURE_HOST",
    "no-index": "UV_NO_INDEX",
    "timeout": "UV_HTTP_TIMEOUT",
    "default-timeout": "UV_HTTP_TIMEOUT",
}
PIP_OF_PYTHON = [sys.executable, "-m", "pip", "--python", str(PYTHON)]
STRENGTH = {"global": 0, "install": 1, ":env:": 2}


def ensure_environment(*, development: bool = False) -> None:
    """Have exactly the locked packages installed; nothing is fetched or changed when they are."""
    wanted = DEVELOPMENT if development else PRODUCT
    if is_current(wanted):
        return
    if not _works(PYTHON):
        _make()
    if (VENV / "bin" / "pytest").exists():
        wanted = DEVELOPMENT  # syncing to the product's lock would take the tests' packages away
    _install(ROOT / wanted)
    current = {wanted: _digest(ROOT / wanted), PRODUCT: _digest(ROOT / PRODUCT)}
    STAMP.write_text(json.dumps(current, indent=1), encoding="utf-8")


def is_current(lock: str) -> bool:
    return _works(PYTHON) and _stamp().get(lock) == _digest(ROOT / lock)


def uv_settings(listed: str) -> dict[str, str]:
    """What ``pip config list`` says, as uv wants to hear it; the environment wins over files, as in pip."""
    found: dict[str, tuple[int, str]] = {}
    for line in listed.splitlines():
        key, _, value = line.partition("=")
        section, _, name = key.rpartition(".")
        strength = STRENGTH.get(section, -1)
        variable = UV_NAMES.get(name)
        if variable and strength >= found.get(variable, (0, ""))[0]:
            plain = value.strip().strip("'\"").replace("\\n", "\n")
            separator = "," if name == "find-links" else " "
            found[variable] = (strength, separator.join(plain.split()))
    return {variable: value for variable, (_, value) in found.items()}


def _make() -> None:
    """A fresh environment; without a pip of its own where this Python's can do its work, which is much quicker."""
    shutil.rmtree(VENV, ignore_errors=True)
    if not _runs([sys.executable, "-c", "import venv"]):
        raise Trouble("This Python can make no environment: its part venv is missing (on Debian: python3-venv).")
    if _runs([sys.executable, "-m", "pip", "--python", sys.executable, "--version"]):
        console.run("Making the environment in .venv", [sys.executable, "-m", "venv", "--without-pip", VENV])
        return
    try:
        console.run("Making the environment in .venv", [sys.executable, "-m", "venv", VENV])
    except Trouble:
        shutil.rmtree(VENV, ignore_errors=True)
        raise Trouble(
            "This Python can install nothing: both pip and ensurepip are missing (on Debian: python3-pip)."
        ) from None


def _install(lock: Path) -> None:
    own = [str(PYTHON), "-m", "pip"]
    pip = own if _runs([*own, "--version"]) else PIP_OF_PYTHON
    uv = _uv(pip)
    try:
        if uv:
            listed = subprocess.run([*pip, "config", "list"], capture_output=True, text=True, check=False).stdout
            env = {**uv_settings(listed), **os.environ, "VIRTUAL_ENV": str(VENV)}
            console.run("Installing the packages", [uv, "pip", "sync", "--require-hashes", lock], env)
        else:
            console.run("Installing the packages with pip", [*pip, "install", "--require-hashes", "-r", lock])
    except Trouble as trouble:
        reason = str(trouble).splitlines()[-1].strip()
        raise Trouble(f"Packages are missing and could not be fetched; is there network? ({reason})") from None


def _uv(pip: list[str]) -> Path | None:
    """The pinned uv inside the environment; None where it cannot be had."""
    uv = VENV / "bin" / "uv"
    pinned = (ROOT / INSTALLER).read_text(encoding="utf-8").split()[0].removeprefix("uv==")
    if uv.exists() and pinned in subprocess.run([uv, "--version"], capture_output=True, text=True, check=False).stdout:
        return uv
    try:
        console.run("Fetching uv", [*pip, "install", "-q", "--require-hashes", "-r", ROOT / INSTALLER])
    except Trouble:
        console.say("  uv cannot be had here; pip does its work, more slowly")
        return None
    return uv


def _works(python: Path) -> bool:
    """An environment whose Python was removed or is too old counts as none."""
    return python.exists() and _runs([python, "-c", "import sys; sys.exit(sys.version_info < (3, 11))"])


def _runs(command: Sequence[str | Path]) -> bool:
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def _stamp() -> dict[str, str]:
    try:
        return dict(json.loads(STAMP.read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return {}


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
