"""Where things lie in the checkout."""

import os
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
CACHE = ROOT / ".cache"
PACKAGES = ("portal", "cms", "collaboration", "tenants")


def default_data() -> Path:
    return Path(os.environ.get("PORTAL_DATA", ROOT / ".data")).absolute()


def site_packages() -> Path:
    """Where the environment's packages lie; only known once it is made."""
    return next(VENV.glob("lib/python3.*/site-packages"))


def version() -> str:
    """The portal's own version."""
    text = (ROOT / "portal" / "__init__.py").read_text(encoding="utf-8")
    found = re.search(r"^VERSION = \"(.+)\"$", text, re.MULTILINE)
    return found[1] if found else "0"
