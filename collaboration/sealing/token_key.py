"""A key on a token or in a hardware security module, reached by PKCS#11; it never leaves the device."""

import hashlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pkcs11
from asn1crypto.algos import DigestInfo
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from pkcs11.util.ec import encode_ecdsa_signature

from collaboration.sealing.refusals import KeyUnavailable
from collaboration.sealing.signer import checked

_one_at_a_time = threading.Lock()  # many modules bear one login only


@dataclass(frozen=True)
class TokenKey:
    """``module`` is the device's library; ``token`` and ``label`` name the token and the private key on it."""

    certificate: x509.Certificate
    module: str
    token: str
    label: str
    pin: str

    def sign(self, digest: bytes, algorithm: str) -> bytes:
        is_elliptic = isinstance(self.certificate.public_key(), ec.EllipticCurvePublicKey)
        with self._private_key() as key:
            if is_elliptic:
                signature = encode_ecdsa_signature(key.sign(digest, mechanism=pkcs11.Mechanism.ECDSA))
            else:
                signature = key.sign(_named(digest, algorithm), mechanism=pkcs11.Mechanism.RSA_PKCS)
        return checked(signature, digest, algorithm, self.certificate)

    @contextmanager
    def _private_key(self) -> Iterator[Any]:
        """The key in a session of its own. Raises ``KeyUnavailable`` for whatever the device objects to."""
        try:
            with _one_at_a_time, self._token().open(user_pin=self.pin) as session:
                yield session.get_key(object_class=pkcs11.ObjectClass.PRIVATE_KEY, label=self.label)
        except (pkcs11.PKCS11Error, RuntimeError) as error:
            raise KeyUnavailable(f"{type(error).__name__} {error}".strip()) from error

    def _token(self) -> Any:
        """The token as the module sees it now; one that was put in later is looked for again."""
        library = pkcs11.lib(self.module)
        try:
            return library.get_token(token_label=self.token)
        except pkcs11.NoSuchToken:
            library.reinitialize()
            return library.get_token(token_label=self.token)


def _named(digest: bytes, algorithm: str) -> bytes:
    """The digest with the name of its hash, as PKCS#1 signs it."""
    if len(digest) != hashlib.new(algorithm).digest_size:
        raise ValueError("This is no digest of that hash.")
    return DigestInfo({"digest_algorithm": {"algorithm": algorithm}, "digest": digest}).dump()
