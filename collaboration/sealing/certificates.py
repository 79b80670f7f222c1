"""Certificates of the development authority: what they say, and for how long."""

import datetime

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from collaboration.sealing.signer import SoftwareKey

DEVELOPMENT = "DEVELOPMENT"
AUTHORITY = "联合行文协作平台（开发）"
FOR_DEVELOPMENT = "（开发）"
LONGEST_NAME = 64  # bytes, by X.520
YEARS = datetime.timedelta(days=366)


def is_development(certificate: x509.Certificate) -> bool:
    """Whether it was issued by a development authority, whose seals prove nothing outside its installation."""
    parts = certificate.issuer.get_attributes_for_oid(NameOID.ORGANIZATIONAL_UNIT_NAME)
    return any(part.value == DEVELOPMENT for part in parts)


def make_root() -> SoftwareKey:
    """The key that issues all others."""
    key = ec.generate_private_key(ec.SECP384R1())
    name = _name("开发根证书", AUTHORITY)
    builder = _builder(name, name, key.public_key(), 20 * YEARS)
    builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    builder = builder.add_extension(_key_usage(key_cert_sign=True, crl_sign=True), critical=True)
    return SoftwareKey(key, builder.sign(key, hashes.SHA384()))


def issue_unit(root: SoftwareKey, code: str, name: str) -> SoftwareKey:
    """The key of a unit's seal."""
    subject = _name(_cut(name, FOR_DEVELOPMENT), _cut(name), code)
    return _issue(root, subject, ec.generate_private_key(ec.SECP256R1()), 5 * YEARS)


def issue_platform(root: SoftwareKey) -> SoftwareKey:
    """The key by which the portal certifies and closes a file."""
    return _issue(root, _name("平台封装证书（开发）", AUTHORITY), ec.generate_private_key(ec.SECP256R1()), 5 * YEARS)


def issue_timestamper(root: SoftwareKey) -> SoftwareKey:
    """The key by which the installation attests the time."""
    usage = ExtendedKeyUsageOID.TIME_STAMPING
    name = _name("时间戳服务（开发）", AUTHORITY)
    return _issue(root, name, ec.generate_private_key(ec.SECP256R1()), 10 * YEARS, usage)


def revocation_list(root: SoftwareKey, number: int, days: int) -> x509.CertificateRevocationList:
    """An up-to-date list of what the authority took back."""
    now = _now()
    builder = x509.CertificateRevocationListBuilder(
        issuer_name=root.certificate.subject,
        last_update=now - datetime.timedelta(hours=1),
        next_update=now + datetime.timedelta(days=days),
    )
    identifier = x509.AuthorityKeyIdentifier.from_issuer_public_key(root.key.public_key())
    builder = builder.add_extension(identifier, critical=False).add_extension(x509.CRLNumber(number), critical=False)
    return builder.sign(root.key, hashes.SHA384())


def _issue(
    root: SoftwareKey,
    subject: x509.Name,
    key: ec.EllipticCurvePrivateKey,
    lifetime: datetime.timedelta,
    extended_usage: x509.ObjectIdentifier | None = None,
) -> SoftwareKey:
    builder = _builder(subject, root.certificate.subject, key.public_key(), lifetime)
    builder = builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
    usage = _key_usage(digital_signature=True, content_commitment=extended_usage is None)
    builder = builder.add_extension(usage, critical=True)
    identifier = x509.AuthorityKeyIdentifier.from_issuer_public_key(root.key.public_key())
    builder = builder.add_extension(identifier, critical=False)
    if extended_usage:
        builder = builder.add_extension(x509.ExtendedKeyUsage([extended_usage]), critical=True)
    return SoftwareKey(key, builder.sign(root.key, hashes.SHA384()))


def _builder(
    subject: x509.Name, issuer: x509.Name, public_key, lifetime: datetime.timedelta
) -> x509.CertificateBuilder:
    now = _now()
    return x509.CertificateBuilder(
        issuer_name=issuer,
        subject_name=subject,
        public_key=public_key,
        serial_number=x509.random_serial_number(),
        not_valid_before=now - datetime.timedelta(hours=1),
        not_valid_after=now + lifetime,
    ).add_extension(x509.SubjectKeyIdentifier.from_public_key(public_key), critical=False)


def _name(common_name: str, organisation: str, code: str = "") -> x509.Name:
    parts = [
        (NameOID.COUNTRY_NAME, "CN"),
        (NameOID.ORGANIZATION_NAME, organisation),
        (NameOID.ORGANIZATIONAL_UNIT_NAME, DEVELOPMENT),
        (NameOID.COMMON_NAME, common_name),
    ]
    if code:
        parts.append((NameOID.SERIAL_NUMBER, code))
    return x509.Name([x509.NameAttribute(oid, value) for oid, value in parts])


def _cut(name: str, ending: str = "") -> str:
    """As much of the name as its certificate can hold, before this ending."""
    room = LONGEST_NAME - len(ending.encode())
    return name.encode()[:room].decode(errors="ignore") + ending


def _key_usage(**allowed: bool) -> x509.KeyUsage:
    every = [
        "digital_signature",
        "content_commitment",
        "key_encipherment",
        "data_encipherment",
        "key_agreement",
        "key_cert_sign",
        "crl_sign",
        "encipher_only",
        "decipher_only",
    ]
    return x509.KeyUsage(**{use: allowed.get(use, False) for use in every})


def _now() -> datetime.datetime:
    return datetime.datetime.now(datetime.UTC).replace(microsecond=0)
