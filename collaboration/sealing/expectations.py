"""What a file in hand ought to hold: by the record of its sealing, or by the certificates registered here."""

import hashlib
import io

from cryptography import x509
from django.db import OperationalError, ProgrammingError
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import enumerate_sig_fields

from collaboration.sealing.authority import Authority
from collaboration.sealing.find_code import find_check_code
from collaboration.sealing.models import SealedFile, SealUse
from collaboration.sealing.names import unit_of
from collaboration.sealing.verification import Expected


class NoRecord(Exception):
    """The database cannot be asked."""


def recorded_file(pdf: bytes) -> SealedFile | None:
    """The record of these bytes, else of the document whose check code they bear. ``NoRecord`` without a database."""
    digest = hashlib.sha256(pdf).hexdigest()
    files = SealedFile.objects.filter(state=SealedFile.State.CLOSED)
    try:
        return files.filter(sha256=digest).first() or files.filter(check_code=find_check_code(pdf) or "").first()
    except (OperationalError, ProgrammingError) as error:
        raise NoRecord from error


def by_record(file: SealedFile, authority: Authority) -> Expected:
    """The units whose seals the register of uses names, each with the certificate it used then."""
    uses = SealUse.objects.filter(matter=file.matter_id).select_related("unit", "certificate")
    certificates = {use.unit.code: x509.load_pem_x509_certificate(use.certificate.pem.encode()) for use in uses}
    platform = authority.platform_key.certificate
    return Expected.of(certificates, platform, authority.trust(), on_paper=bool(file.on_paper))


def by_registered_certificates(pdf: bytes, authority: Authority) -> Expected:
    """The units whose places the file shows, as far as they are registered here."""
    registered = authority.unit_certificates()
    certificates = {unit: registered[unit] for unit in _units_shown(pdf) if unit in registered}
    return Expected.of(certificates, authority.platform_key.certificate, authority.trust())


def _units_shown(pdf: bytes) -> list[str]:
    try:
        fields = list(enumerate_sig_fields(PdfFileReader(io.BytesIO(pdf))))
    except (PdfError, ValueError, KeyError, TypeError):
        return []
    return [unit for name, _value, _reference in fields if (unit := unit_of(name))]
