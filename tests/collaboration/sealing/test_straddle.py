"""骑缝章: strips of one seal over the edges of all pages."""

import io

import pytest
from pypdf import PdfReader

from collaboration.sealing.signing import close, prepare, put_seal
from collaboration.sealing.straddle import Straddle
from collaboration.sealing.verification import Expected, examine
from collaboration.typesetting.document import Kind
from collaboration.typesetting.seals import seal_pdf
from collaboration.typesetting.typesetter import typeset
from tests.collaboration.typesetting.corpus import archival
from tests.collaboration.typesetting.corpus.ruler import Page
from tests.factories.paper import SENTENCE, UNITS, issuers, print_document

from .conftest import sha256
from .test_tampering import appended

FIRST, SECOND, *_OTHERS = UNITS
LONG = tuple({"kind": "p", "text": SENTENCE * 12} for _ in range(6))


def steps(authority, order):
    """The file before closing, sealed in this order, and what is expected of it."""
    platform = authority.platform()
    paper = typeset(print_document(Kind.JOINT_NOTICE, issuers=issuers(2), blocks=LONG))
    certificates = {unit: authority.unit_certificates()[unit] for unit in (FIRST, SECOND)}
    straddle = Straddle(FIRST, paper.pages, 42)
    pdf = prepare(paper.pdf, paper.boxes, certificates, platform=platform, straddle=straddle)
    for unit in order:
        picture, key = seal_pdf(UNITS[unit]), authority.unit_key(unit)
        pdf = put_seal(pdf, unit, key, picture, base_sha256=sha256(pdf), platform=platform)
    return pdf, Expected.of(certificates, platform.signer.certificate, platform.trust), platform


@pytest.mark.parametrize("order", [(FIRST, SECOND), (SECOND, FIRST)])
def test_every_page_shows_its_strip_and_the_file_is_as_signed(authority, order):
    pdf, expected, platform = steps(authority, order)
    pdf = close(pdf, base_sha256=sha256(pdf), platform=platform)

    assert examine(pdf, expected).findings == ()
    assert archival.findings(pdf) == []
    pages = len(PdfReader(io.BytesIO(pdf)).pages)
    assert pages > 3
    for number in range(pages):
        edge = [row for row in Page(pdf, number).red if row[2] > 205 and 127 < row[0] < 170]
        assert edge and max(row[2] for row in edge) <= 210.1


def test_a_strip_that_is_exchanged_after_its_unit_sealed_is_found(authority):
    pdf, expected, platform = steps(authority, (FIRST, SECOND))

    def blank(writer) -> None:
        place = next(
            one.get_object() for one in writer.root["/AcroForm"]["/Fields"] if one.get_object()["/T"] == "Straddle_1"
        )
        del place["/AP"]
        writer.update_container(place)

    changed = appended(pdf, blank)
    closed = close(changed, base_sha256=sha256(changed), platform=platform)

    assert not examine(closed, expected).is_as_signed


@pytest.mark.parametrize(("pages", "groups"), [(2, [2]), (12, [12]), (13, [7, 6]), (100, [12] * 8 + [4])])
def test_long_files_have_the_seal_again(pages, groups):
    strips = list(Straddle(FIRST, pages, 42).strips())

    assert len(strips) == pages
    assert [count for strip, count in strips if strip == 0] == groups
