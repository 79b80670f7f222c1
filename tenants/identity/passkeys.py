"""Passkeys as signatures under one act: the challenge is the digest of what is agreed to."""

from base64 import b64encode
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal import auth
from fido2 import cbor
from fido2.utils import websafe_encode
from fido2.webauthn import AuthenticationResponse, UserVerificationRequirement

from tenants import hosts
from tenants.identity.models import User

REQUIRED = UserVerificationRequirement.REQUIRED


def request_options(person: User, challenge: bytes) -> dict[str, Any]:
    """What ``navigator.credentials.get`` needs, in JSON; empty for somebody without passkeys."""
    credentials = auth.get_credentials(person)
    if not credentials:
        return {}
    options, _state = auth.get_server().authenticate_begin(credentials, REQUIRED, challenge)
    return dict(options)


def check(person: User, challenge: bytes, response: dict[str, Any]) -> dict[str, Any]:
    """What proves for good that a passkey of this person signed the challenge; ``ValueError`` when none did."""
    state = {"challenge": websafe_encode(challenge), "user_verification": REQUIRED}
    credentials = auth.get_credentials(person)
    try:
        AuthenticationResponse.from_dict(response)
        credential = auth.get_server().authenticate_complete(state, credentials, response)
    except (TypeError, KeyError, AttributeError) as error:
        raise ValueError("not an assertion") from error
    authenticator = auth.get_authenticator_by_credential_id(person, credential.credential_id)
    assert isinstance(authenticator, Authenticator)  # noqa: S101 (it was among the credentials just now)
    authenticator.record_usage()
    return {
        "assertion": response,
        "credential": websafe_encode(credential.credential_id),
        "public_key": b64encode(cbor.encode(dict(credential.public_key))).decode(),
        "relying_party": hosts.desk_host(),
    }
