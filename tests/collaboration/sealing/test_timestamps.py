"""Time from a service, and files that have grown old."""

import asyncio
import hashlib
import shutil
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from asn1crypto import tsp
from cryptography.hazmat.primitives.serialization import Encoding
from freezegun import freeze_time

from collaboration.sealing import timestamps
from collaboration.sealing.authority import Authority
from collaboration.sealing.names import CERTIFICATION, all_fields
from collaboration.sealing.refusals import NoTime
from collaboration.sealing.report import Finding, Problem
from collaboration.sealing.signing import prepare
from collaboration.sealing.timestamps import DevelopmentStamper
from collaboration.sealing.verification import Expected, examine
from collaboration.typesetting.typesetter import typeset
from tests.factories.paper import UNITS, issuers, print_document

from .conftest import seal_whole

FAILS = -1  # in the list of what was asked: the next request fails


@pytest.fixture
def agency(tmp_path) -> Authority:
    """Somebody else's authority, which runs a time-stamp service."""
    return Authority(tmp_path / "agency")


@pytest.fixture
def asked(agency, settings) -> Iterator[list[int]]:
    """The agency's service on loopback, named in the settings; how often it was asked."""
    stamper, asked = DevelopmentStamper(agency.timestamp_key), []

    class Service(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            request = tsp.TimeStampReq.load(self.rfile.read(int(self.headers["Content-Length"])))
            if FAILS in asked:
                asked.remove(FAILS)
                self.send_error(503)
                return
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
    settings.TIMESTAMP_SERVICE = f"http://127.0.0.1:{server.server_port}/"
    yield asked
    server.shutdown()
    server.server_close()


def trusting(authority: Authority, agency: Authority, folder: Path) -> Authority:
    """Our authority in a folder of its own, with the agency's root laid beside it."""
    shutil.copytree(authority.folder, folder)
    (folder / "trusted").mkdir()
    (folder / "trusted" / "agency.pem").write_bytes(agency.root.certificate.public_bytes(Encoding.PEM))
    return Authority(folder)


def test_a_service_named_in_the_settings_stamps_every_signature(authority, agency, asked, tmp_path):
    ours = trusting(authority, agency, tmp_path / "ours")

    made = seal_whole(print_document(issuers=issuers(1)), ours)

    report = examine(made.final, made.expected)
    assert report.findings == ()
    assert len(asked) >= len(report.signatures) == len(all_fields(["310000"]))


def test_a_service_that_fails_twice_is_asked_again_and_a_silent_one_passed_over(agency, asked, settings, monkeypatch):
    monkeypatch.setattr(timestamps, "PAUSES", (0.01, 0.01))
    asked.extend([FAILS, FAILS])
    stamper = timestamps.service(f"http://127.0.0.1:9/ {settings.TIMESTAMP_SERVICE}")

    token = asyncio.run(stamper.async_timestamp(hashlib.sha256(b"text").digest(), "sha256"))

    assert token["content_type"].native == "signed_data"
    assert FAILS not in asked and len(asked) == 1


def test_time_from_a_service_that_is_not_trusted_proves_nothing(authority, agency, asked):
    platform, paper = authority.platform(), typeset(print_document())

    certified = prepare(paper.pdf, paper.boxes, authority.unit_certificates(), platform=platform)

    report = examine(certified, Expected.of(authority.unit_certificates(), platform.signer.certificate, platform.trust))
    assert Finding(Problem.NO_TIME, CERTIFICATION) in report.findings


def test_a_service_that_does_not_answer_leaves_no_half_file(authority, settings, monkeypatch):
    monkeypatch.setattr(timestamps, "PAUSES", (0.01, 0.01))
    settings.TIMESTAMP_SERVICE = "http://127.0.0.1:9/"
    paper = typeset(print_document())

    with pytest.raises(NoTime):
        prepare(paper.pdf, paper.boxes, authority.unit_certificates(), platform=authority.platform())


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
