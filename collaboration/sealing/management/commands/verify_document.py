import hashlib
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from collaboration.sealing import expectations
from collaboration.sealing.authority import Authority
from collaboration.sealing.report import Report, SignatureSeen
from collaboration.sealing.verification import examine


class Command(BaseCommand):
    """Say whether a file is exactly what was signed."""

    help = "Examines a sealed PDF, revision by revision; exits with 1 when it is not exactly as signed."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        authority = Authority.of_installation()
        if not authority.exists():
            raise CommandError(_("No certificates are registered in this installation."))
        try:
            pdf = options["file"].read_bytes()
        except OSError as error:
            raise CommandError(_("The file cannot be read: %(reason)s") % {"reason": error.strerror}) from error
        report = self._examined(pdf, authority)
        for signature in report.signatures:
            self.stdout.write(signature_sentence(signature))
        if report.is_as_signed:
            self.stdout.write(_("The file is exactly as it was signed."))
            return
        self.stdout.write(_("The file is not exactly as it was signed:"))
        for sentence in problem_sentences(report):
            self.stdout.write(f"- {sentence}")
        sys.exit(1)

    def _examined(self, pdf: bytes, authority: Authority) -> Report:
        try:
            recorded = expectations.recorded_file(pdf)
        except expectations.NoRecord:
            self.stdout.write(_("The database cannot be asked; the registered certificates decide alone."))
            return examine(pdf, expectations.by_registered_certificates(pdf, authority))
        if recorded is None:
            self.stdout.write(_("No document recorded here is named by this file."))
            return examine(pdf, expectations.by_registered_certificates(pdf, authority))
        if recorded.sha256 == hashlib.sha256(pdf).hexdigest():
            self.stdout.write(_("These are the very bytes that were sealed here."))
        else:
            self.stdout.write(_("The bytes differ from the file that was sealed here under this check code."))
        return examine(pdf, expectations.by_record(recorded, authority))


def signature_sentence(signature: SignatureSeen) -> str:
    """Who signed, and when by an attested clock."""
    if signature.signed_at is None:
        return _("Signed by %(holder)s, time not attested.") % {"holder": signature.holder}
    time = date_format(timezone.localtime(signature.signed_at), "Y-m-d H:i:s")
    return _("Signed by %(holder)s, %(time)s.") % {"holder": signature.holder, "time": time}


def problem_sentences(report: Report) -> list[str]:
    """Every problem, with the signer's name where the file shows one."""
    holders = {signature.field: signature.holder for signature in report.signatures}
    return [finding.sentence(holders) for finding in report.findings]
