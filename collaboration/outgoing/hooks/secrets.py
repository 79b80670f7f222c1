"""Address and secret of a webhook, readable by the portal alone."""

import base64
import json
import secrets
from dataclasses import dataclass

from tenants.identity.keys import outgoing_cipher

PREFIX = "whsec_"


@dataclass(frozen=True, slots=True)
class Target:
    """Where messages go, and what they are signed with; empty where the other end wants no signature."""

    address: str
    secret: str


def seal(target: Target) -> str:
    """Both, encrypted."""
    plain = json.dumps([target.address, target.secret]).encode()
    return outgoing_cipher().encrypt(plain).decode()


def unseal(sealed: str) -> Target:
    """What ``seal`` was given."""
    return Target(*json.loads(outgoing_cipher().decrypt(sealed.encode())))


def fresh_secret() -> str:
    """A new secret as Standard Webhooks writes it."""
    return PREFIX + base64.b64encode(secrets.token_bytes(32)).decode()
