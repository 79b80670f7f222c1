"""Refusals that a mail server sends later."""

import pytest

from collaboration.outgoing import bounces, sending
from collaboration.outgoing.models import Letter, Line, Rhythm
from tests.collaboration.outgoing.test_mail import choose, letters, told_person

pytestmark = pytest.mark.django_db
REPORT = """\
From: MAILER-DAEMON@relay.example
To: {to}
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: {kind}; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

I could not deliver it.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; relay.example

Final-Recipient: rfc822; reader@agency.example
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 mailbox is closed

--b--
"""


@pytest.fixture
def reader(postmaster, settings):
    settings.MAIL_BOUNCES = "bounces@portal.example"
    _author, reader, _document = told_person()
    choose(reader, Rhythm.AT_ONCE)
    sending.send_due_letters()
    return reader


def report(to: str, *, kind="multipart/report", action="failed", status="5.1.1") -> bytes:
    return REPORT.format(to=to, kind=kind, action=action, status=status).encode()


def test_refusal_that_comes_later_is_noted_once(reader, postmaster):
    back = postmaster.envelopes[0].mail_from

    assert [bounces.take(report(back)), bounces.take(report(back))] == [True, True]

    (letter,) = letters(reader)
    assert back == f"bounces+{letter.pk.hex}@portal.example"
    assert (letter.state, letter.problem) == (Letter.State.REFUSED, "smtp; 550 mailbox is closed")
    with reader.acting():
        assert [line.refused for line in Line.objects.visible_to(reader.user)] == [1]


@pytest.mark.parametrize(
    "other",
    [{"action": "delayed", "status": "4.2.2"}, {"status": "4.2.2"}, {"kind": "multipart/mixed"}, {"action": "relayed"}],
)
def test_delays_and_answers_are_no_refusals(reader, postmaster, other):
    assert bounces.take(report(postmaster.envelopes[0].mail_from, **other)) is False

    assert [letter.state for letter in letters(reader)] == [Letter.State.SENT]


@pytest.mark.parametrize("to", ["bounces@portal.example", f"bounces+{'0' * 32}@portal.example", ""])
def test_reports_on_letters_of_others_are_left_aside(reader, to):
    assert bounces.take(report(to)) is False


def test_what_is_no_mail_is_left_aside():
    assert [bounces.take(content) for content in (b"", b"\xff\xfe\x00" * 100, b"To: x")] == [False] * 3
