"""Files of many years: stamps renewed beside them, certificates long expired."""

import asyncio
import io
import json
from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import call_command
from freezegun import freeze_time

from collaboration.sealing import renewal
from collaboration.sealing.authority import Authority
from collaboration.sealing.models import RenewedStamp, SealedFile
from collaboration.sealing.platform import Trust
from collaboration.sealing.technical import second_opinion, technical_report
from collaboration.sealing.verification import Expected, examine
from tests.collaboration.sealing.conftest import sha256
from tests.factories.paper import UNITS
from tests.ownership import as_owner

from .test_tampering import appended, draw_over_page_one
from .test_verify_document import record as record

YEAR = timedelta(days=366)


def stamped(file_sha256: str, years: dict[int, Authority]) -> list[bytes]:
    """Stamps renewed after so many years, each by the service of that authority."""
    tokens: list[bytes] = []
    for year, authority in years.items():
        with freeze_time(datetime.now(UTC) + year * YEAR):
            stamper = Authority(authority.folder).platform().timestamper
            token = asyncio.run(stamper.async_timestamp(renewal.imprint(file_sha256, tokens), "sha256"))
            tokens.append(token.dump())
    return tokens


@pytest.mark.parametrize(("days", "renewed"), [(31, []), (2 * 366, [1]), (10 * 366 + 9, [1, 3, 5, 7, 9])])
def test_a_file_stays_verifiable_after_certificates_and_services_ended(sealed, authority, days, renewed, tmp_path):
    """After ten years the service of the first stamps is gone, and the newest stamp is another's."""
    digest, later = sha256(sealed.final), Authority(tmp_path / "later")
    with freeze_time(datetime.now(UTC) + 8 * YEAR):
        assert later.timestamp_key
    tokens = stamped(digest, {year: later if year == 9 else authority for year in renewed})

    with freeze_time(datetime.now(UTC) + timedelta(days=days)):
        ours = Authority(authority.folder).trust()
        expected = Expected(sealed.expected.units, sealed.expected.platform, ours)
        assert examine(sealed.final, expected).findings == ()
        both = Trust((*ours.roots, later.root.certificate), (*ours.revocation_lists, later.revocation_list()))
        assert [stamp.problem for stamp in renewal.judged(digest, tokens, both)] == [""] * len(renewed)


def test_stamps_of_another_file_in_another_order_or_renewed_too_late_are_told(sealed, authority):
    digest = sha256(sealed.final)
    tokens = stamped(digest, {1: authority, 2: authority})

    assert renewal.judged(digest, tokens, authority.trust())[0].problem == ""
    assert renewal.judged("0" * 64, tokens[:1], authority.trust())[0].problem == "changed"
    assert renewal.judged(digest, tokens[1:], authority.trust())[0].problem == "changed"
    with freeze_time(datetime.now(UTC) + 12 * YEAR):
        assert renewal.judged(digest, tokens, Authority(authority.folder).trust())[-1].problem == "untrusted"


@pytest.mark.django_db
def test_the_sealer_renews_what_is_a_year_old_and_nothing_twice(record, authority):
    stamper = authority.platform().timestamper
    with as_owner():
        SealedFile.objects.filter(pk=record.pk).update(changed_at=datetime.now(UTC) - YEAR)
        assert (renewal.renew_due(stamper), renewal.renew_due(stamper)) == (1, 0)
        RenewedStamp.objects.update(made_at=datetime.now(UTC) - YEAR)
        assert renewal.renew_due(stamper) == 1
        record.refresh_from_db()
        tokens = [bytes(one.token) for one in record.renewed.all()]
    assert [one.problem for one in renewal.judged(record.sha256, tokens, authority.trust())] == ["", ""]


def test_the_technical_report_names_every_signature_certificate_and_stamp(sealed):
    facts = technical_report(sealed.final)

    assert (facts["sha256"], facts["pdf_a"]) == (sha256(sealed.final), "2B")
    assert len(facts["signatures"]) == len(UNITS) + 3
    for one in facts["signatures"]:
        assert one["certificate"]["serial_number"] and one["time_stamp"]["time"]
        assert one["covered_bytes"] + one["uncovered_bytes"] == one["ends_at_byte"]
    assert facts["signatures"][-1]["ends_at_byte"] == facts["bytes"]
    assert facts["signatures"][0]["docmdp"] == "FILL_FORMS"
    assert facts["stored_for_validation"]["revocation_lists"] == 1
    assert json.dumps(facts)


def test_a_damaged_file_still_gets_a_report(sealed):
    facts = technical_report(sealed.final[:9000])

    assert facts["unreadable"] and facts["bytes"] == 9000


@pytest.mark.django_db
def test_the_command_prints_the_whole_report(sealed, authority, settings, tmp_path):
    settings.DATA_DIR = authority.folder.parent
    file, out = tmp_path / "file.pdf", io.StringIO()
    file.write_bytes(sealed.final)

    call_command("verify_document", file, "--json", stdout=out)

    data = json.loads(out.getvalue())
    assert data["as_signed"] is True and len(data["signatures"]) == len(UNITS) + 3


def test_poppler_agrees_on_the_digests_and_alone_would_miss_an_overlay(sealed):
    opinions = list(second_opinion(sealed.final))
    if not opinions:
        pytest.skip("no pdfsig: apt-get install poppler-utils")
    assert len(opinions) >= len(UNITS) + 2
    assert all("is Valid" in one for one in opinions if "ArchiveTimestamp" not in one)
    overlaid = appended(sealed.final, draw_over_page_one)
    assert [one for one in second_opinion(overlaid) if "is Valid" in one]
    assert not examine(overlaid, sealed.expected).is_as_signed
