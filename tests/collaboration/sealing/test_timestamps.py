"""Time from a service, and files that have grown old."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from asn1crypto import tsp
from freezegun import freeze_time
from pyhanko.sign.timestamps import TimestampRequestError

from collaboration.sealing.authority import Authority
from collaboration.sealing.names import all_fields
from collaboration.sealing.signing import close, prepare, put_seal
from collaboration.sealing.verification import Expected, examine
from collaboration.typesetting.seals import seal_pdf
from collaboration.typesetting.typesetter import typeset
from tests.factories.paper import UNITS, issuers, print_document

from .conftest import sha256


@pytest.fixture
def service(authority) -> Iterator[tuple[str, list[int]]]:
    """A time-stamp service on loopback, as an agency would name one, and how often it was asked."""
    stamper, asked = authority.platform().timestamper, []

    class Service(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            request = tsp.TimeStampReq.load(self.rfile.read(int(self.headers["Content-Length"])))
            answer = stamper.answer(request).dump()
            asked.append(len(answer))
            self.send_response(200)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *args: object) -> None:
            """Keep quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Service)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/", asked
    server.shutdown()
    server.server_close()


def test_a_service_named_by_address_stamps_every_signature(authority, service):
    address, asked = service
    platform, unit = authority.platform(address), issuers(1)[0]
    certificates = {unit.id: authority.unit_certificates()[unit.id]}
    paper = typeset(print_document(issuers=(unit,)))

    pdf = prepare(paper.pdf, paper.boxes, certificates, platform=platform)
    key = authority.unit_key(unit.id)
    pdf = put_seal(pdf, unit.id, key, seal_pdf(unit.name), base_sha256=sha256(pdf), platform=platform)
    pdf = close(pdf, base_sha256=sha256(pdf), platform=platform)

    report = examine(pdf, Expected.of(certificates, platform.signer.certificate, platform.trust))
    assert report.is_as_signed
    assert len(report.signatures) == len(all_fields([unit.id]))
    assert len(asked) >= len(report.signatures)


def test_a_service_that_does_not_answer_leaves_no_half_file(authority):
    platform = authority.platform("http://127.0.0.1:9/")
    paper = typeset(print_document())

    with pytest.raises(TimestampRequestError):
        prepare(paper.pdf, paper.boxes, authority.unit_certificates(), platform=platform)


@pytest.mark.parametrize("days", [31, 2 * 366, 10 * 366])
def test_an_old_file_is_still_as_signed(sealed, authority, days):
    """The revocation list has ended, then the unit's certificate, then the time stamp's."""
    with freeze_time(datetime.now(UTC) + timedelta(days=days)):
        later = Authority(authority.folder)
        expected = Expected(sealed.expected.units, sealed.expected.platform, later.trust())

        assert examine(sealed.final, expected).findings == ()


def test_names_of_units_are_whole_in_the_report(sealed):
    holders = {signature.holder for signature in examine(sealed.final, sealed.expected).signatures}

    assert {f"{name}（开发）" for name in UNITS.values()} <= holders
