"""SM2 and SM3, held against the system's OpenSSL. Experimental: nothing of it is offered to people."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from collaboration.sealing.experimental.sm2 import IDENTITY, Sm2Key, digest, sm3
from collaboration.sealing.refusals import KeyUnavailable

TEXT = "样例事项协作协议".encode()


def openssl(*arguments: str, data: bytes = b"") -> bytes:
    return subprocess.run(["openssl", *arguments], input=data, capture_output=True, check=True).stdout


def knows_sm2() -> bool:
    if shutil.which("openssl") is None:
        return False
    return b"SM2" in openssl("list", "-public-key-algorithms") and b"sm3" in openssl("list", "-digest-commands").lower()


pytestmark = pytest.mark.skipif(not knows_sm2(), reason="this system's OpenSSL knows no SM2")


@pytest.fixture(scope="module")
def key(tmp_path_factory) -> Sm2Key:
    folder = tmp_path_factory.mktemp("sm2")
    pem, certificate = str(folder / "key.pem"), str(folder / "cert.pem")
    openssl("genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:SM2", "-out", pem)
    openssl(
        "req",
        "-new",
        "-x509",
        "-key",
        pem,
        "-sm3",
        "-subj",
        "/CN=样例（试验）",
        "-utf8",
        "-days",
        "30",
        "-out",
        certificate,
    )
    return Sm2Key(folder)


def verified(key: Sm2Key, message: bytes, signature: bytes, folder: Path) -> bool:
    """Whether OpenSSL, given the message itself, accepts the signature."""
    (folder / "message").write_bytes(message)
    (folder / "signature").write_bytes(signature)
    command = [
        "openssl", "pkeyutl", "-verify", "-inkey", str(key.folder / "key.pem"), "-rawin", "-digest", "sm3",
        "-pkeyopt", f"distid:{IDENTITY.decode()}", "-in", str(folder / "message"),
        "-sigfile", str(folder / "signature"),
    ]  # fmt: skip
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


@pytest.mark.parametrize("data", [b"", b"abc", TEXT * 1000, os.urandom(4097)])
def test_sm3_is_what_openssl_makes(data):
    assert sm3(data) == openssl("dgst", "-sm3", "-binary", data=data)


def test_openssl_accepts_what_was_signed_by_its_digest_alone(key, tmp_path):
    signature = key.sign(digest(TEXT, key.point), "sm3")

    assert verified(key, TEXT, signature, tmp_path)
    assert not verified(key, TEXT + b".", signature, tmp_path)
    assert not verified(key, TEXT, key.sign(sm3(TEXT), "sm3"), tmp_path)


def test_a_signature_for_another_identity_is_not_accepted(key, tmp_path):
    signature = key.sign(digest(TEXT, key.point, b"somebody else"), "sm3")

    assert not verified(key, TEXT, signature, tmp_path)


def test_an_openssl_signature_and_ours_are_of_the_same_kind(key):
    assert key.certificate.signature_algorithm_oid.dotted_string == "1.2.156.10197.1.501"
    assert key.sign(digest(TEXT, key.point), "sm3")[0] == 0x30


@pytest.mark.parametrize(("given", "algorithm"), [(b"\0" * 32, "sha256"), (b"\0" * 20, "sm3")])
def test_nothing_but_an_sm3_digest_is_signed(key, given, algorithm):
    with pytest.raises(ValueError, match="SM3"):
        key.sign(given, algorithm)


def test_a_key_that_is_not_there_is_unavailable(tmp_path):
    with pytest.raises(KeyUnavailable):
        Sm2Key(tmp_path).sign(b"\0" * 32, "sm3")
