"""A passkey and an authenticator app of our own making: real keys, real signatures, no browser."""

import hashlib
import json
import secrets
import struct
import time

from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cose import ES256
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import Aaguid, AttestationObject, AttestedCredentialData, AuthenticatorData, CollectedClientData

from tenants.identity.models import User
from tests.ownership import as_owner

HOST = "desk.portal.localhost"
PRESENT_AND_VERIFIED = 0x05
ATTESTED = 0x40


class Passkey:
    """A software authenticator for the desk."""

    def __init__(self, person: User, host: str = HOST) -> None:
        self.host = host
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.id = secrets.token_bytes(16)
        self.person = person
        with as_owner():
            self.row = Authenticator.objects.create(
                user=person,
                type=Authenticator.Type.WEBAUTHN,
                data={"name": "测试密钥", "credential": self._registration()},
            )

    def _client_data(self, kind: str, challenge: bytes, origin: str = "") -> bytes:
        origin = origin or f"http://{self.host}:8000"
        return CollectedClientData.create(type=kind, challenge=challenge, origin=origin)

    def _registration(self) -> dict:
        public = ES256.from_cryptography_key(self.key.public_key())
        attested = AttestedCredentialData.create(Aaguid.NONE, self.id, public)
        data = AuthenticatorData.create(self._digest(), PRESENT_AND_VERIFIED | ATTESTED, 0, attested)
        return {
            "id": websafe_encode(self.id),
            "rawId": websafe_encode(self.id),
            "type": "public-key",
            "clientExtensionResults": {"credProps": {"rk": True}},
            "response": {
                "clientDataJSON": websafe_encode(self._client_data("webauthn.create", b"0" * 32)),
                "attestationObject": websafe_encode(AttestationObject.create("none", data, {})),
            },
        }

    def _digest(self) -> bytes:
        return hashlib.sha256(self.host.encode()).digest()

    def sign(self, challenge: bytes, *, origin: str = "") -> str:
        """The browser's answer to a challenge, in JSON."""
        client = self._client_data("webauthn.get", challenge, origin)
        data = self._digest() + struct.pack(">BI", PRESENT_AND_VERIFIED, 1)
        signature = self.key.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        return json.dumps(
            {
                "id": websafe_encode(self.id),
                "rawId": websafe_encode(self.id),
                "type": "public-key",
                "clientExtensionResults": {},
                "response": {
                    "clientDataJSON": websafe_encode(client),
                    "authenticatorData": websafe_encode(data),
                    "signature": websafe_encode(signature),
                    "userHandle": None,
                },
            }
        )

    def answer(self, options: dict) -> str:
        """The browser's answer to a request without a user name."""
        signed = json.loads(self.sign(websafe_decode(options["publicKey"]["challenge"])))
        signed["response"]["userHandle"] = websafe_encode(user_pk_to_url_str(self.person).encode())
        return json.dumps(signed)


class App:
    """An authenticator app."""

    def __init__(self, person: User) -> None:
        self.secret = generate_totp_secret()
        with as_owner():
            TOTP.activate(person, self.secret)

    def code(self, steps: int = 0) -> str:
        """The code shown now, or so many half minutes away."""
        return format_hotp_value(hotp_value(self.secret, int(time.time()) // 30 + steps))
