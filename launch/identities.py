"""Who one can be in the demonstration, as the portal itself tells it."""

from collections.abc import Mapping

from launch.console import console
from launch.datafolder import DataFolder, replace
from launch.places import PACKAGES, PYTHON, ROOT
from launch.preparation import ALLIANCE, DEMO, fingerprint

COMMAND = "demo_identities"


def identities(folder: DataFolder, env: Mapping[str, str]) -> str:
    """The portal's list; asked again only when the demonstration or the address changed."""
    if not any(any((ROOT / package).glob(f"**/management/commands/{COMMAND}.py")) for package in PACKAGES):
        return ""
    key = f"{fingerprint(ALLIANCE, env)} {fingerprint(DEMO, env)} {env['PORTAL_PORT']}"
    kept = folder.prepared / COMMAND
    if kept.exists():
        known, _, listed = kept.read_text(encoding="utf-8").partition("\n")
        if known == key:
            return listed
    listed = console.run("Asking who there is", [PYTHON, "-m", "django", COMMAND], env).strip()
    replace(kept, f"{key}\n{listed}")
    return listed
