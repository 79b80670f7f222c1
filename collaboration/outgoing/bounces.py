"""Refusals that come later, as mails of their own (RFC 3464), to the return address that names the letter."""

import email
import email.policy
import re
import uuid
from email.message import EmailMessage

from django.db import connection
from django.utils import timezone

from collaboration.outgoing import lines
from collaboration.outgoing.models import Letter
from tenants.db.context import Acting, act_as
from tenants.identity.models import User

RECIPIENTS = ("To", "Delivered-To", "X-Original-To", "Envelope-To")
NAMED = re.compile(r"\+([0-9a-f]{32})@")


def take(content: bytes) -> bool:
    """Note what a mail server reports of one of our letters; False for mail that is no such report."""
    message = email.message_from_bytes(content, policy=email.policy.default)
    letter_id, problem = _letter_named_in(message), _final_refusal(message)
    if letter_id is None or not problem:
        return False
    with connection.cursor() as cursor:
        cursor.execute("SELECT outgoing_person(%s)", [letter_id])
        person_id = cursor.fetchone()[0]
    if person_id is None:
        return False
    with act_as(Acting(person_id)):
        _note(letter_id, User.objects.get(pk=person_id), problem)
    return True


def _note(letter_id: uuid.UUID, person: User, problem: str) -> None:
    """A report that comes twice counts once."""
    taken = Letter.objects.visible_to(person).filter(pk=letter_id, state=Letter.State.SENT)
    if taken.update(state=Letter.State.REFUSED, ended_at=timezone.now(), problem=problem):
        letter = Letter.objects.visible_to(person).get(pk=letter_id)
        lines.refused(person, letter.way, lines.address(person, letter.way), problem)


def _letter_named_in(message: EmailMessage) -> uuid.UUID | None:
    addressed = " ".join(str(value) for name in RECIPIENTS for value in message.get_all(name, []))
    found = NAMED.search(addressed)
    return uuid.UUID(found[1]) if found else None


def _final_refusal(message: EmailMessage) -> str:
    """The words of a refusal for good; empty for delays, answers of people on holiday and everything else."""
    if message.get_content_type() != "multipart/report":
        return ""
    for part in message.walk():
        if part.get("Action", "").strip().lower() == "failed" and part.get("Status", "").strip().startswith("5"):
            return str(part.get("Diagnostic-Code") or part["Status"])[:300]
    return ""
