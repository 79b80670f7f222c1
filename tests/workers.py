"""Work a queue until it is empty, in a process of its own, as the role that works it in life."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def work(kind: str, database: str) -> None:
    """Run the worker of this kind on this database until nothing waits. What it says is shown when it fails."""
    environment = {
        **os.environ,
        "PORTAL_DB_NAME": database,
        "PORTAL_DB_ROLE": "p_system" if kind == "sealer" else "p_app",
        "DJANGO_SETTINGS_MODULE": "portal.settings.test",
    }
    command = [sys.executable, "-m", "django", "work", kind, "--until-empty"]
    subprocess.run(command, cwd=ROOT, env=environment, check=True)
