"""The command by which anyone with the file and the registered certificates checks it."""

import io
import shutil
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from django.core.management import CommandError, call_command

from collaboration.sealing import expectations
from collaboration.sealing.models import SealCertificate, SealedFile, SealUse
from collaboration.sealing.signer import fingerprint
from collaboration.sealing.verification import examine
from tenants.units.models import Unit
from tests.factories.paper import CHECK_CODE, UNITS
from tests.factories.people import make_actor
from tests.factories.publications import sealed_content
from tests.ownership import as_owner

from .conftest import sha256

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def installation(settings, tmp_path, authority) -> Path:
    shutil.copytree(authority.folder, tmp_path / "authority")
    settings.DATA_DIR = tmp_path
    return tmp_path


def verify(path: Path) -> tuple[int, str]:
    output = io.StringIO()
    try:
        call_command("verify_document", str(path), stdout=output)
    except SystemExit as end:
        return end.code, output.getvalue()
    return 0, output.getvalue()


def test_a_faithful_file_is_said_to_be_as_signed(sealed, installation):
    path = installation / "paper.pdf"
    path.write_bytes(sealed.final)

    code, words = verify(path)

    assert code == 0
    assert all(f"{name}（开发）" in words for name in UNITS.values())


def test_an_altered_file_is_named_with_the_signature_that_broke(sealed, installation):
    path = installation / "paper.pdf"
    changed = bytearray(sealed.final)
    changed[len(changed) // 3] ^= 1
    path.write_bytes(bytes(changed))

    code, words = verify(path)

    assert code == 1
    assert [line for line in words.splitlines() if line.startswith("- ")]


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7", b"GIF89a"])
def test_what_is_no_sealed_file_is_refused(installation, data):
    path = installation / "paper.pdf"
    path.write_bytes(data)

    assert verify(path)[0] == 1


def test_a_unit_that_is_not_registered_here_does_not_pass(sealed, installation):
    path = installation / "paper.pdf"
    path.write_bytes(sealed.final)
    shutil.rmtree(installation / "authority" / "units" / next(iter(UNITS)))

    assert verify(path)[0] == 1


def test_a_missing_file_and_an_installation_without_certificates_are_said_so(sealed, installation):
    with pytest.raises(CommandError):
        verify(installation / "nowhere.pdf")
    shutil.rmtree(installation / "authority")
    with pytest.raises(CommandError):
        verify(installation / "paper.pdf")
    assert not (installation / "authority").exists()


@pytest.fixture
def record(sealed, authority) -> SealedFile:
    """The register as the sealer leaves it."""
    content = sealed_content(make_actor(next(iter(UNITS))), tuple(UNITS))
    with as_owner():
        file = SealedFile.objects.get(check_code=content.check_code)
        for order, (code, certificate) in enumerate(authority.unit_certificates().items()):
            registered = SealCertificate.objects.create(
                unit=Unit.objects.get(code=code),
                fingerprint=fingerprint(certificate),
                pem=certificate.public_bytes(Encoding.PEM).decode(),
                is_development=True,
                valid_from=certificate.not_valid_before_utc,
                valid_until=certificate.not_valid_after_utc,
            )
            SealUse.objects.create(
                matter=file.matter, unit=registered.unit, certificate=registered, order=order,
                base_sha256="0" * 64, result_sha256="1" * 64,
            )  # fmt: skip
        file.sha256, file.check_code = sha256(sealed.final), CHECK_CODE
        file.save()
    return file


def test_a_recorded_file_is_known_by_its_bytes_and_an_altered_one_by_its_code(sealed, record):
    with as_owner():
        assert expectations.recorded_file(sealed.final) == record
        assert expectations.recorded_file(sealed.final + b"more") == record
        assert expectations.recorded_file(b"%PDF-1.7 of somebody else") is None


def test_the_register_of_uses_tells_who_must_have_signed(sealed, record, authority):
    with as_owner():
        expected = expectations.by_record(record, authority)

    assert expected.units == sealed.expected.units
    assert examine(sealed.final, expected).is_as_signed
    assert not examine(sealed.after_seals, expected).is_as_signed
