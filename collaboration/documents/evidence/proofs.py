"""Whether a proof of re-authentication is one: over which statement, by which key. Part of the stand-alone checker."""

import base64
import hashlib
import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256

PRESENT, VERIFIED = 0x01, 0x04  # flags of an authenticator: somebody was there, and was asked for finger or code
CURVES = {1: ec.SECP256R1(), 2: ec.SECP384R1(), 3: ec.SECP521R1()}


def proven(proof: Mapping[str, Any], known: list[str], wanted: Mapping[str, Any]) -> bool:
    """Whether the proof is over a statement that says what is wanted, by a passkey or a known key of the portal."""
    statement = str(proof.get("statement", "")).encode()
    try:
        said = json.loads(statement)
        if any(said.get(name) != value for name, value in wanted.items()):
            return False
        if "assertion" in proof:
            return _by_passkey(proof, statement)
        return proof["key"] in known and _attested(proof, statement)
    except (InvalidSignature, ValueError, KeyError, TypeError, IndexError):
        return False


def _attested(proof: Mapping[str, Any], statement: bytes) -> bool:
    """The portal's word for it; raises where the signature is not its own."""
    key = ed25519.Ed25519PublicKey.from_public_bytes(base64.b64decode(proof["key"]))
    key.verify(base64.b64decode(proof["signature"]), statement)
    return True


def _by_passkey(proof: Mapping[str, Any], statement: bytes) -> bool:
    """The passkey signed the digest of the statement, on the desk's own page, after asking its holder."""
    given = proof["assertion"]["response"]
    client, device = _bytes(given["clientDataJSON"]), _bytes(given["authenticatorData"])
    told, desk = json.loads(client), proof["relying_party"]
    asked = PRESENT | VERIFIED
    is_bound = (
        told["type"] == "webauthn.get"
        and _bytes(told["challenge"]) == hashlib.sha256(statement).digest()
        and urlsplit(told["origin"]).hostname == desk
        and device[:32] == hashlib.sha256(desk.encode()).digest()
        and device[32] & asked == asked
    )
    _check(base64.b64decode(proof["public_key"]), _bytes(given["signature"]), device + hashlib.sha256(client).digest())
    return is_bound


def _check(key: bytes, signature: bytes, data: bytes) -> None:
    """Raises where this key in COSE form did not sign the data."""
    parts, _rest = _cbor(key)
    match parts[1], parts[3]:
        case 2, (-7 | -35 | -36):
            point = ec.EllipticCurvePublicNumbers(_number(parts[-2]), _number(parts[-3]), CURVES[parts[-1]])
            point.public_key().verify(signature, data, ec.ECDSA(SHA256()))
        case 3, -257:
            whole = rsa.RSAPublicNumbers(_number(parts[-2]), _number(parts[-1]))
            whole.public_key().verify(signature, data, padding.PKCS1v15(), SHA256())
        case 1, -8:
            ed25519.Ed25519PublicKey.from_public_bytes(parts[-2]).verify(signature, data)
        case _:
            raise ValueError("an algorithm that is not known here")


def _cbor(data: bytes) -> tuple[Any, bytes]:
    """The first value of these bytes and what follows it; numbers, byte strings, texts and maps, as keys need."""
    major, small, rest = data[0] >> 5, data[0] & 31, data[1:]
    if small > 27:
        raise ValueError("not in the short form")
    width = 0 if small < 24 else 1 << (small - 24)
    amount, rest = _number(rest[:width]) if width else small, rest[width:]
    match major:
        case 0:
            return amount, rest
        case 1:
            return -1 - amount, rest
        case 2:
            return rest[:amount], rest[amount:]
        case 3:
            return rest[:amount].decode(), rest[amount:]
        case 5:
            found: dict[Any, Any] = {}
            for _entry in range(amount):
                name, rest = _cbor(rest)
                found[name], rest = _cbor(rest)
            return found, rest
        case _:
            raise ValueError("not part of a key")


def _number(data: bytes) -> int:
    return int.from_bytes(data, "big")


def _bytes(text: str) -> bytes:
    """From the form without padding in which browsers write bytes."""
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
