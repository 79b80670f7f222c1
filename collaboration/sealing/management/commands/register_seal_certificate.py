import hashlib
import secrets
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from cryptography import x509
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from collaboration.sealing import keys, register
from collaboration.sealing.authority import Authority
from collaboration.sealing.refusals import SealingRefused
from collaboration.sealing.signer import checked
from tenants.units.models import Unit


class Command(BaseCommand):
    """Take a unit's certificate into the register, once its key has shown that it is there."""

    help = "Registers the certificate of a unit's seal; an earlier one is withdrawn."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("unit", help="division code of the unit")
        parser.add_argument("file", type=Path, help="the certificate, PEM")

    def handle(self, *args: Any, **options: Any) -> None:
        unit = Unit.objects.filter(code=options["unit"], level__gt=0).first()
        if unit is None:
            raise CommandError(_("No unit has this code."))
        certificate = _read(options["file"])
        if not certificate.not_valid_before_utc <= timezone.now() < certificate.not_valid_after_utc:
            raise CommandError(_("The certificate is not valid today."))
        digest = hashlib.sha256(secrets.token_bytes(32)).digest()
        try:
            Authority.of_installation().trust().refuse_revoked(certificate)
            with transaction.atomic():
                register.register(unit, certificate)
                checked(keys.signer_of(unit).sign(digest, "sha256"), digest, "sha256", certificate)
        except SealingRefused as refusal:
            raise CommandError(f"{refusal.words} ({refusal})") from refusal
        self.stdout.write(_("Registered, and its key signed: %(unit)s") % {"unit": unit.name})


def _read(file: Path) -> x509.Certificate:
    try:
        return x509.load_pem_x509_certificate(file.read_bytes())
    except (OSError, ValueError) as error:
        raise CommandError(_("The file cannot be read: %(reason)s") % {"reason": error}) from error
