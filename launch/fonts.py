"""The typefaces official documents are set in, fetched once where the machine does not have them.

The typesetter looks in the folder named by PORTAL_FONTS, in the system's folders, in ``.cache/fonts``, and last in the
wheel that is always there. Debian's package tool fetches the third, without root; every file is checked.
"""

import hashlib
import os
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

from launch.console import Trouble, console
from launch.places import CACHE

FONTS = CACHE / "fonts"
SYSTEM = (
    Path("/usr/share/texlive/texmf-dist/fonts/opentype/public/fandol"),
    Path("/usr/share/texmf/fonts/opentype/public/fandol"),
    Path("/usr/share/fonts/opentype/fandol"),
)
PACKAGE = "texlive-lang-chinese"
CHECKSUMS = {
    "FandolFang-Regular.otf": "d838ad32ce2244d8144f408c37fe71065aba6fbbc80759a4d2aa2033948d5bc9",
    "FandolKai-Regular.otf": "ea7e7fb4f9b3ac694a68d43946e04d21deed6e8c29a7c2d3081e1a4138f2f827",
    "FandolHei-Regular.otf": "4afa97aa8751e0118617df88272b58d43691b5cffb7ea024c4580496e9f34d28",
    "FandolSong-Regular.otf": "a3820003227d4abe31fe28b493200d94a849ccfd078b50a019264f70353020b0",
    "FandolSong-Bold.otf": "ffa76a70e128947a4dd22151d5ee829b23e24ce3cb6fe8ad49891cd1c2d9e9b9",
}
REFUSED = CACHE / "fonts-not-to-be-had"
ASK_AGAIN_AFTER = 7 * 24 * 3600
APT_OPTIONS = ("-q", "-o", "Acquire::Retries=1", "-o", "Acquire::http::Timeout=20", "-o", "Acquire::https::Timeout=20")


def where_fonts_are() -> Path | None:
    """The folder the typesetter will use; None when only the wheel's substitute is left."""
    configured = os.environ.get("PORTAL_FONTS")
    places = [Path(configured)] if configured else [*SYSTEM, FONTS]
    return next((place for place in places if place.is_dir() and any(place.iterdir())), None)


def ensure_fonts() -> None:
    """Fetch what is missing if it can be had; documents are set in Noto where it cannot, and say so."""
    if where_fonts_are() or _refused_lately():
        return
    try:
        fetch_fonts()
    except (Trouble, OSError, subprocess.SubprocessError) as error:
        CACHE.mkdir(exist_ok=True)
        REFUSED.write_text(f"{error}\n", encoding="utf-8")
        console.say("  The Fandol typefaces cannot be had here; Noto stands in for them (./run doctor tells more)")


def fetch_fonts() -> None:
    """Debian's package, unpacked without installing it; a file with another checksum is refused."""
    if not shutil.which("apt-get") or not shutil.which("dpkg-deb"):
        raise Trouble("Debian's package tool is not here.")
    CACHE.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=CACHE) as scratch:
        package = _download(Path(scratch))
        _unpack(package, Path(scratch))
        fresh = Path(scratch) / "fonts"
        fresh.mkdir()
        for name, checksum in CHECKSUMS.items():
            found = next(Path(scratch).rglob(name), None)
            if not found or hashlib.sha256(found.read_bytes()).hexdigest() != checksum:
                raise Trouble(f"{name} in {PACKAGE} is not the file we know.")
            shutil.move(found, fresh / name)
        shutil.rmtree(FONTS, ignore_errors=True)
        fresh.rename(FONTS)
    REFUSED.unlink(missing_ok=True)


def _download(scratch: Path) -> Path:
    """With the machine's package lists, or, where there are none, with lists of our own."""
    download = ["sh", "-c", 'cd "$0" && exec apt-get "$@"', str(scratch), *APT_OPTIONS]
    try:
        console.run("Fetching the Fandol typefaces", [*download, "download", PACKAGE])
    except Trouble:
        lists, archives = scratch / "lists" / "partial", scratch / "archives" / "partial"
        lists.mkdir(parents=True)
        archives.mkdir(parents=True)
        ours = ["-o", f"Dir::State::lists={lists.parent}", "-o", f"Dir::Cache={scratch}", "-o", "Debug::NoLocking=1"]
        console.run("Fetching Debian's list of packages", [*download, *ours, "update"])
        console.run("Fetching the Fandol typefaces", [*download, *ours, "download", PACKAGE])
    return next(scratch.glob("*.deb"))


def _unpack(package: Path, scratch: Path) -> None:
    opened = ["dpkg-deb", "--fsys-tarfile", str(package)]
    wanted = ["tar", "x", "-C", str(scratch), "--wildcards", "*fandol/*.otf"]
    with console.step("Unpacking the typefaces"), subprocess.Popen(opened, stdout=subprocess.PIPE) as archive:
        subprocess.run(wanted, stdin=archive.stdout, check=True)


def _refused_lately() -> bool:
    return REFUSED.exists() and time.time() - REFUSED.stat().st_mtime < ASK_AGAIN_AFTER
