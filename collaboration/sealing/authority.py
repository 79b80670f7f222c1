"""The development authority: made per installation, under the data folder, readable by its owner only.

It stands in for the agencies' own certificates until they bring them. Every name it issues says so.
"""

import os
import shutil
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import serialization
from django.conf import settings

from collaboration.sealing import certificates, timestamps
from collaboration.sealing.platform import Platform, Trust
from collaboration.sealing.signer import SoftwareKey

LIST_DAYS = 30
LIST_FRESH = timedelta(days=1)


class Authority:
    """Root, portal, time stamps and units, each in a folder with ``key.pem`` and ``cert.pem``.

    Whatever is missing is made at first use; of two processes that make it at once, one wins and both use its key.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @classmethod
    def of_installation(cls) -> "Authority":
        """The one of this installation's data folder."""
        return cls(settings.DATA_DIR / "authority")

    def exists(self) -> bool:
        """Whether it was ever made; asking makes nothing."""
        return (self.folder / "root" / "cert.pem").exists()

    @cached_property
    def root(self) -> SoftwareKey:
        return self._kept("root", certificates.make_root)

    @cached_property
    def platform_key(self) -> SoftwareKey:
        return self._kept("platform", lambda: certificates.issue_platform(self.root))

    @cached_property
    def timestamp_key(self) -> SoftwareKey:
        return self._kept("timestamps", lambda: certificates.issue_timestamper(self.root))

    def register_unit(self, code: str, name: str) -> x509.Certificate:
        """The certificate of this unit's seal, issued the first time."""
        return self._kept(f"units/{_checked(code)}", lambda: certificates.issue_unit(self.root, code, name)).certificate

    def unit_key(self, code: str) -> SoftwareKey:
        """The registered unit's key; ``FileNotFoundError`` for a unit that has none."""
        return SoftwareKey.load(self.folder / "units" / _checked(code))

    def unit_certificates(self) -> dict[str, x509.Certificate]:
        """The certificates of all registered units by code."""
        return {
            path.parent.name: x509.load_pem_x509_certificate(path.read_bytes())
            for path in sorted(self.folder.glob("units/*/cert.pem"))
        }

    def platform(self) -> Platform:
        """The portal's part in sealing, with the time-stamp service of the settings or its own."""
        addresses = settings.TIMESTAMP_SERVICE
        stamper = timestamps.service(addresses) if addresses else timestamps.DevelopmentStamper(self.timestamp_key)
        return Platform(self.platform_key, stamper, self.trust())

    def trust(self) -> Trust:
        """What signatures made here are judged by: our own root, and what an administrator laid into ``trusted``.

        There each ``.pem`` is an authority's certificate and each ``.crl`` a list of those it took back, DER or PEM.
        """
        others = sorted(self.folder.glob("trusted/*.pem"))
        roots = [self.root.certificate, *(x509.load_pem_x509_certificate(path.read_bytes()) for path in others)]
        lists = [_list_of_revoked(path.read_bytes()) for path in sorted(self.folder.glob("trusted/*.crl"))]
        return Trust(tuple(roots), (self.revocation_list(), *lists))

    def revocation_list(self) -> bytes:
        """The list of revoked certificates, made again when it is a day old."""
        path = self.folder / "root" / "revoked.crl"
        root = self.root
        known = x509.load_der_x509_crl(path.read_bytes()) if path.exists() else None
        if known is not None and datetime.now(UTC) - known.last_update_utc < LIST_FRESH:
            return known.public_bytes(serialization.Encoding.DER)
        number = 1
        if known is not None:
            number += known.extensions.get_extension_for_class(x509.CRLNumber).value.crl_number
        der = certificates.revocation_list(root, number, LIST_DAYS).public_bytes(serialization.Encoding.DER)
        _write_whole(path, der)
        return der

    def _kept(self, name: str, make: Callable[[], SoftwareKey]) -> SoftwareKey:
        """The key in this folder, made and moved there in one step when there is none."""
        folder = self.folder / name
        if not (folder / "cert.pem").exists():
            _private(self.folder)
            _private(folder.parent)
            _move_into_place(make(), folder)
        return SoftwareKey.load(folder)


def _list_of_revoked(data: bytes) -> bytes:
    is_pem = data.lstrip().startswith(b"-----BEGIN")
    loaded = x509.load_pem_x509_crl(data) if is_pem else x509.load_der_x509_crl(data)
    return loaded.public_bytes(serialization.Encoding.DER)


def _move_into_place(key: SoftwareKey, folder: Path) -> None:
    fresh = Path(tempfile.mkdtemp(prefix=".new-", dir=folder.parent))
    pem = key.key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    _write_whole(fresh / "key.pem", pem)
    _write_whole(fresh / "cert.pem", key.certificate.public_bytes(serialization.Encoding.PEM))
    try:
        fresh.rename(folder)
    except OSError:
        shutil.rmtree(fresh)
        if not (folder / "cert.pem").exists():
            raise


def _private(folder: Path) -> None:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)


def _write_whole(path: Path, data: bytes) -> None:
    """Write a file that only its owner may read, so that nobody ever sees half of it."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".new-")
    with os.fdopen(handle, "wb") as file:
        file.write(data)
    os.replace(name, path)


def _checked(code: str) -> str:
    """A unit's code as a folder's name; anything but letters and digits is refused."""
    if not (code.isascii() and code.isalnum()):
        raise ValueError(f"Not a unit code: {code!r}")
    return code
