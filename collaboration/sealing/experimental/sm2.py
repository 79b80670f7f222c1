"""EXPERIMENTAL: an SM2 key (GB/T 32918) of a file, used through the system's OpenSSL.

As with every key behind the port only a digest goes in. SM2 mixes the signer's identity and public key into the message
before it is hashed with SM3, so ``digest`` makes what ``Sm2Key.sign`` is given.
"""

import contextlib
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes

from collaboration.sealing.refusals import KeyUnavailable

IDENTITY = b"1234567812345678"  # what signers use who agreed on nothing else (GB/T 35276)
ALGORITHM = "sm3"
LENGTH = 32
SECONDS = 10
NAME, DAYS = "联合行文平台（试验，非法定电子印章）", 3650
CURVE = (  # a, b and the base point of the recommended curve (GB/T 32918.5)
    "FFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF00000000FFFFFFFFFFFFFFFC"
    "28E9FA9E9D9F5E344D5A9E4BCF6509A7F39789F515AB8F92DDBCBD414D940E93"
    "32C4AE2C1F1981195F9904466A39C9948FE30BBFF2660BE1715A4589334C74C7"
    "BC3736A2F4F6779C59BDCEE36B692153D0A9877CC62A474002DF32E52139F0A0"
)


def sm3(data: bytes) -> bytes:
    """SM3 (GB/T 32905) of these bytes."""
    state = hashes.Hash(hashes.SM3())
    state.update(data)
    return state.finalize()


def digest(message: bytes, point: bytes, identity: bytes = IDENTITY) -> bytes:
    """What is signed for this message by the holder of this public point (64 bytes, x and y)."""
    if len(point) != 2 * LENGTH:
        raise ValueError("A public point has 64 bytes.")
    bits = (8 * len(identity)).to_bytes(2)
    return sm3(sm3(bits + identity + bytes.fromhex(CURVE) + point) + message)


@dataclass(frozen=True)
class Sm2Key:
    """``key.pem`` and ``cert.pem`` in a folder; the key is read by OpenSSL alone."""

    folder: Path

    @classmethod
    def kept(cls, folder: Path) -> "Sm2Key":
        """The key in this folder, made there in one step when there is none. Raises ``KeyUnavailable``."""
        if not (folder / "cert.pem").exists():
            folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            fresh = Path(tempfile.mkdtemp(prefix=".new-", dir=folder.parent))
            key, certificate = str(fresh / "key.pem"), str(fresh / "cert.pem")
            _openssl("genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:SM2", "-out", key)
            named = ("-sm3", "-utf8", "-subj", f"/CN={NAME}", "-days", str(DAYS))
            _openssl("req", "-new", "-x509", "-key", key, *named, "-out", certificate)
            with contextlib.suppress(OSError):  # another process was first: its key is used
                fresh.rename(folder)
            shutil.rmtree(fresh, ignore_errors=True)
        return cls(folder)

    @property
    def certificate(self) -> x509.Certificate:
        return x509.load_pem_x509_certificate((self.folder / "cert.pem").read_bytes())

    @property
    def point(self) -> bytes:
        """The public point."""
        return _openssl("pkey", "-in", str(self.folder / "key.pem"), "-pubout", "-outform", "DER")[-2 * LENGTH :]

    def sign(self, digest: bytes, algorithm: str) -> bytes:
        """The signature in DER. Raises ``KeyUnavailable`` where OpenSSL cannot."""
        if algorithm != ALGORITHM or len(digest) != LENGTH:
            raise ValueError("SM2 signs what SM3 made.")
        with tempfile.NamedTemporaryFile() as file:
            file.write(digest)
            file.flush()
            return _openssl("pkeyutl", "-sign", "-inkey", str(self.folder / "key.pem"), "-in", file.name)


def _openssl(*arguments: str) -> bytes:
    try:
        done = subprocess.run(["openssl", *arguments], capture_output=True, check=True, timeout=SECONDS)
    except (OSError, subprocess.SubprocessError) as error:
        raise KeyUnavailable("openssl") from error
    return done.stdout
