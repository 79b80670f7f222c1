"""From a typeset file to a sealed one, and what is refused on the way."""

import shutil

import pytest

from collaboration.sealing.certifying import certify_copy
from collaboration.sealing.names import all_fields
from collaboration.sealing.refusals import NoPlace, StaleRevision, WrongKey
from collaboration.sealing.signing import close, prepare, put_seal
from collaboration.sealing.verification import Expected, examine
from collaboration.typesetting.seals import seal_pdf
from collaboration.typesetting.typesetter import typeset
from tests.collaboration.typesetting.corpus import archival
from tests.factories.paper import UNITS, print_document

from .conftest import sha256

FIRST, SECOND, *OTHERS = UNITS


@pytest.fixture(scope="module")
def picture() -> bytes:
    return seal_pdf(UNITS[FIRST])


def test_a_file_sealed_by_all_is_as_signed(sealed):
    report = examine(sealed.final, sealed.expected)

    assert report.findings == ()
    assert {signature.field for signature in report.signatures} == all_fields(UNITS)
    seals = {signature.unit: signature for signature in report.signatures if signature.unit}
    assert {unit: seal.fingerprint for unit, seal in seals.items()} == sealed.expected.units
    assert all(signature.signed_at for signature in report.signatures)


def test_each_step_only_appends(sealed):
    assert sealed.after_seals.startswith(sealed.certified)
    assert sealed.final.startswith(sealed.after_seals)


def test_every_step_leaves_a_file_fit_for_the_archive(authority, sealed):
    copy = certify_copy(typeset(print_document()).pdf, platform=authority.platform())

    assert {name: archival.findings(pdf) for name, pdf in (
        ("certified", sealed.certified), ("sealed", sealed.after_seals), ("closed", sealed.final), ("copy", copy),
    )} == {"certified": [], "sealed": [], "closed": [], "copy": []}  # fmt: skip


@pytest.mark.skipif(shutil.which("verapdf") is None, reason="no veraPDF on the path")
def test_verapdf_agrees_about_the_closed_file(sealed, tmp_path):
    assert archival.second_opinion(sealed.final, tmp_path) == ""


def test_units_may_seal_in_any_order(authority):
    platform, paper = authority.platform(), typeset(print_document())
    certificates = authority.unit_certificates()
    pdf = prepare(paper.pdf, paper.boxes, certificates, platform=platform)
    for unit in reversed(UNITS):
        pdf = put_seal(
            pdf, unit, authority.unit_key(unit), seal_pdf(UNITS[unit]), base_sha256=sha256(pdf), platform=platform
        )
    pdf = close(pdf, base_sha256=sha256(pdf), platform=platform)

    report = examine(pdf, Expected.of(certificates, platform.signer.certificate, platform.trust))
    assert [signature.unit for signature in report.signatures if signature.unit] == list(reversed(UNITS))
    assert report.is_as_signed


def test_a_stale_revision_is_refused(authority, sealed, picture):
    decided_about = sha256(sealed.certified)
    moved_on = put_seal(
        sealed.certified,
        SECOND,
        authority.unit_key(SECOND),
        picture,
        base_sha256=decided_about,
        platform=authority.platform(),
    )

    with pytest.raises(StaleRevision):
        put_seal(
            moved_on,
            FIRST,
            authority.unit_key(FIRST),
            picture,
            base_sha256=decided_about,
            platform=authority.platform(),
        )
    with pytest.raises(StaleRevision):
        close(moved_on, base_sha256=decided_about, platform=authority.platform())


def test_the_key_of_another_unit_is_refused(authority, sealed, picture):
    with pytest.raises(WrongKey):
        put_seal(
            sealed.certified,
            FIRST,
            authority.unit_key(SECOND),
            picture,
            base_sha256=sha256(sealed.certified),
            platform=authority.platform(),
        )


def test_a_unit_seals_once(authority, sealed, picture):
    with pytest.raises(NoPlace):
        put_seal(
            sealed.after_seals,
            FIRST,
            authority.unit_key(FIRST),
            picture,
            base_sha256=sha256(sealed.after_seals),
            platform=authority.platform(),
        )


def test_a_unit_without_a_place_cannot_seal(authority, sealed, picture):
    with pytest.raises(NoPlace):
        put_seal(
            sealed.certified,
            "990000",
            authority.unit_key(FIRST),
            picture,
            base_sha256=sha256(sealed.certified),
            platform=authority.platform(),
        )


def test_a_closed_file_is_not_closed_again(authority, sealed):
    with pytest.raises(NoPlace):
        close(sealed.final, base_sha256=sha256(sealed.final), platform=authority.platform())
