"""The bundle as bytes: its files, their manifest, and what the portal signed. Pure; the same input, the same bytes."""

import hashlib
import io
import json
from collections.abc import Mapping
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

SCHEMA = "evidence-bundle/1"
MANIFEST, SIGNATURE, ROOTS, REVOKED = "manifest.json", "manifest.p7s", "trust/roots.pem", "trust/revoked.crl"
DAWN = (1980, 1, 1, 0, 0, 0)  # the oldest moment a zip file knows


def manifest_of(files: Mapping[str, bytes], *, document: str, made_for: str) -> bytes:
    """What the portal signs: the digest and size of every file."""
    listed = {
        name: {"sha256": hashlib.sha256(data).hexdigest(), "size": len(data)} for name, data in sorted(files.items())
    }
    said = {"schema": SCHEMA, "document": document, "made_for": made_for, "files": listed}
    return json.dumps(said, ensure_ascii=False, indent=1, sort_keys=True).encode()


def pack(files: Mapping[str, bytes]) -> bytes:
    """The files as a .zip, in order of their names."""
    out = io.BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as packed:
        for name in sorted(files):
            entry = ZipInfo(name, DAWN)
            entry.compress_type, entry.external_attr = ZIP_DEFLATED, 0o644 << 16
            packed.writestr(entry, files[name])
    return out.getvalue()


def unpack(packed: bytes) -> dict[str, bytes]:
    """The files of a .zip that ``pack`` made."""
    with ZipFile(io.BytesIO(packed)) as found:
        return {name: found.read(name) for name in found.namelist()}
