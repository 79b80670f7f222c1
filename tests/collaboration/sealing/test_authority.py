"""The development authority of an installation."""

import stat
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.x509.oid import NameOID
from freezegun import freeze_time

from collaboration.sealing.authority import Authority
from collaboration.sealing.certificates import is_development
from collaboration.sealing.signer import fingerprint
from tests.factories.paper import UNITS

CODE, NAME = next(iter(UNITS.items()))


def test_only_the_owner_may_read_keys(tmp_path):
    authority = Authority(tmp_path / "authority")
    authority.register_unit(CODE, NAME)
    authority.platform()

    modes = {path: stat.S_IMODE(path.stat().st_mode) for path in [authority.folder, *authority.folder.rglob("*")]}
    assert {mode for path, mode in modes.items() if path.is_dir()} == {0o700}
    assert {mode for path, mode in modes.items() if path.is_file()} == {0o600}


def test_asking_whether_it_exists_makes_nothing(tmp_path):
    authority = Authority(tmp_path / "authority")

    assert not authority.exists()
    assert not authority.folder.exists()
    authority.register_unit(CODE, NAME)
    assert authority.exists()


def test_a_unit_keeps_its_certificate(authority):
    again = Authority(authority.folder)

    assert fingerprint(again.register_unit(CODE, "别的名称")) == fingerprint(authority.register_unit(CODE, NAME))
    assert again.unit_certificates().keys() == UNITS.keys()


def test_processes_that_make_it_at_once_agree(tmp_path):
    def registered(_number: int) -> str:
        return fingerprint(Authority(tmp_path / "authority").register_unit(CODE, NAME))

    with ThreadPoolExecutor(8) as pool:
        fingerprints = set(pool.map(registered, range(8)))

    assert len(fingerprints) == 1
    assert not list((tmp_path / "authority").rglob(".new-*"))


def test_a_certificate_names_its_unit_and_says_that_it_is_for_development(authority):
    certificate = authority.register_unit(CODE, NAME)

    names = {part.oid: part.value for part in certificate.subject}
    assert names[NameOID.ORGANIZATION_NAME] == NAME
    assert names[NameOID.SERIAL_NUMBER] == CODE
    assert "开发" in names[NameOID.COMMON_NAME]
    assert is_development(certificate)
    certificate.verify_directly_issued_by(authority.root.certificate)


def test_a_long_name_still_gets_a_certificate(tmp_path):
    name = "某某地区城市管理和综合行政执法协作样例" * 4

    certificate = Authority(tmp_path / "authority").register_unit(CODE, name)

    (organisation,) = certificate.subject.get_attributes_for_oid(NameOID.ORGANIZATION_NAME)
    (holder,) = certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    assert name.startswith(organisation.value)
    assert holder.value.endswith("（开发）")


@pytest.mark.parametrize("code", ["", "../root", "a/b", "..", "样例"])
def test_a_code_that_is_no_code_is_refused(authority, code):
    with pytest.raises(ValueError):
        authority.register_unit(code, NAME)
    with pytest.raises(ValueError):
        authority.unit_key(code)


def test_a_unit_without_a_key_has_none(authority):
    with pytest.raises(FileNotFoundError):
        authority.unit_key("990000")


def test_the_list_of_revoked_certificates_is_made_again_each_day(tmp_path):
    authority = Authority(tmp_path / "authority")
    first = authority.revocation_list()

    assert authority.revocation_list() == first
    with freeze_time(datetime.now(UTC) + timedelta(days=2)):
        second = x509.load_der_x509_crl(authority.revocation_list())

    number = second.extensions.get_extension_for_class(x509.CRLNumber).value.crl_number
    assert number == 2
    assert second.is_signature_valid(authority.root.certificate.public_key())
