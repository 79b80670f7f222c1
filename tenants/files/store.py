"""Files by content: each lies once under its SHA-256, outside the web root, and is never written again.

A row of some space points to a digest and says who may read it; knowing a digest gives nobody any right.
"""

import hashlib
import os
import re
import tempfile
from collections.abc import Collection, Iterator
from pathlib import Path

from django.conf import settings

DIGEST = re.compile(r"[0-9a-f]{64}")
BEGINNING = 1024
PART = ".part-"


def path_of(digest: str) -> Path:
    """Where the file with this digest lies. Raises ``ValueError`` for what is no digest."""
    if not DIGEST.fullmatch(digest):
        raise ValueError("not a SHA-256")
    return Path(settings.FILES_ROOT) / digest[:2] / digest[2:4] / digest


def put(data: bytes) -> str:
    """Store the bytes, safely on disk before this returns, and give their digest. Storing twice changes nothing."""
    digest = hashlib.sha256(data).hexdigest()
    put_as(digest, data)
    return digest


def put_as(digest: str, data: bytes) -> None:
    """Store what stands for the file with this digest, such as its encrypted form. What lies there already stays."""
    path = path_of(digest)
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=PART, delete=False) as part:
        part.write(data)
        part.flush()
        os.fsync(part.fileno())
    Path(part.name).chmod(0o640)
    Path(part.name).replace(path)
    _sync(path.parent)


def read(digest: str) -> bytes:
    """The bytes with this digest, checked against it. Raises ``FileNotFoundError``, or ``OSError`` when they rotted."""
    data = path_of(digest).read_bytes()
    if hashlib.sha256(data).hexdigest() != digest:
        raise OSError(f"stored file {digest} differs from its digest")
    return data


def purge(digest: str) -> bool:
    """Remove the bytes for good; whether there were any."""
    path = path_of(digest)
    existed = path.exists()
    path.unlink(missing_ok=True)
    if existed:
        _sync(path.parent)
    return existed


def beginning_with(words: Collection[bytes]) -> Iterator[str]:
    """The digests of all files among whose first bytes one of these words stands; reads a little of every file."""
    return (path.name for path in _beginning_with(words, "??/??/[0-9a-f]*") if DIGEST.fullmatch(path.name))


def purge_unfinished(words: Collection[bytes]) -> int:
    """Remove what somebody was killed over while storing it, as far as it begins with one of these words."""
    found = list(_beginning_with(words, f"??/??/{PART}*"))
    for path in found:
        path.unlink(missing_ok=True)
    return len(found)


def _beginning_with(words: Collection[bytes], pattern: str) -> Iterator[Path]:
    for path in Path(settings.FILES_ROOT).glob(pattern) if words else ():
        with path.open("rb") as file:
            beginning = file.read(BEGINNING)
        if any(word in beginning for word in words):
            yield path


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
