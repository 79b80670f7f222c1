"""The keys of units' seals: where the one of each unit lies, by ``secrets/keys.json``."""

import json
from pathlib import Path
from typing import Any

from cryptography import x509
from django.conf import settings

from collaboration.sealing.authority import Authority
from collaboration.sealing.refusals import KeyUnavailable, NoCertificate
from collaboration.sealing.register import certificate_of, loaded
from collaboration.sealing.remote_key import RemoteKey
from collaboration.sealing.signer import Signer, fingerprint
from tenants.units.models import Unit


def signer_of(unit: Unit) -> Signer:
    """The key of the unit's registered certificate.

    Raises ``NoCertificate`` where no valid one is registered or the key here is another's, ``KeyUnavailable`` where
    nobody said where the key lies.
    """
    certificate = loaded(certificate_of(unit))
    place = places().get(unit.code)
    return _elsewhere(certificate, dict(place)) if place else _in_this_installation(unit.code, certificate)


def places() -> dict[str, dict[str, Any]]:
    """Where units' keys lie outside this installation, by code: ``{"at": "token" or "service", …its fields}``."""
    path = Path(settings.DATA_DIR) / "secrets" / "keys.json"
    return dict(json.loads(path.read_text(encoding="utf-8"))) if path.exists() else {}


def _elsewhere(certificate: x509.Certificate, place: dict[str, Any]) -> Signer:
    kind = place.pop("at", None)
    if kind == "service":
        return RemoteKey(certificate, **place)
    if kind == "token":
        from collaboration.sealing.token_key import TokenKey  # the library of tokens only where there is one

        return TokenKey(certificate, **place)
    raise KeyUnavailable(f"keys.json: {kind}")


def _in_this_installation(code: str, certificate: x509.Certificate) -> Signer:
    try:
        signer = Authority.of_installation().unit_key(code)
    except FileNotFoundError as error:
        raise KeyUnavailable(code) from error
    if fingerprint(signer.certificate) != fingerprint(certificate):
        raise NoCertificate(code)
    return signer
