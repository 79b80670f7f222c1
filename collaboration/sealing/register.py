"""Which certificate a unit registered for its seal."""

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from django.utils import timezone

from collaboration.sealing.certificates import is_development
from collaboration.sealing.models import SealCertificate
from collaboration.sealing.refusals import NoCertificate
from collaboration.sealing.signer import fingerprint
from tenants.units.models import Unit


def register(unit: Unit, certificate: x509.Certificate) -> SealCertificate:
    """Make this the unit's certificate from now on; an earlier one is withdrawn. Owner only."""
    digest = fingerprint(certificate)
    SealCertificate.objects.filter(unit=unit, withdrawn_at=None).exclude(fingerprint=digest).update(
        withdrawn_at=timezone.now()
    )
    registered, _made = SealCertificate.objects.get_or_create(
        fingerprint=digest,
        defaults={
            "unit": unit,
            "pem": certificate.public_bytes(Encoding.PEM).decode(),
            "is_development": is_development(certificate),
            "valid_from": certificate.not_valid_before_utc,
            "valid_until": certificate.not_valid_after_utc,
        },
    )
    return registered


def certificate_of(unit: Unit) -> SealCertificate:
    """The unit's certificate that is valid now. Raises ``NoCertificate``."""
    now = timezone.now()
    found = SealCertificate.objects.filter(
        unit=unit, withdrawn_at=None, valid_from__lte=now, valid_until__gt=now
    ).first()
    if found is None:
        raise NoCertificate(unit.code)
    return found


def has_certificate(unit: Unit) -> bool:
    """Whether the unit could seal today."""
    try:
        certificate_of(unit)
    except NoCertificate:
        return False
    return True


def loaded(row: SealCertificate) -> x509.Certificate:
    """The certificate itself."""
    return x509.load_pem_x509_certificate(row.pem.encode())
