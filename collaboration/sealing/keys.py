"""The keys of units' seals."""

from collaboration.sealing.authority import Authority
from collaboration.sealing.register import NoCertificate, certificate_of
from collaboration.sealing.signer import Signer, fingerprint
from tenants.units.models import Unit


def signer_of(unit: Unit) -> Signer:
    """The key of the unit's registered certificate. Raises ``NoCertificate`` where it is another's or not here."""
    registered = certificate_of(unit)
    try:
        signer = Authority.of_installation().unit_key(unit.code)
    except FileNotFoundError as error:
        raise NoCertificate(unit.code) from error
    if fingerprint(signer.certificate) != registered.fingerprint:
        raise NoCertificate(unit.code)
    return signer
