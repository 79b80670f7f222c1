"""Steps with standing authorisations. The database's own functions write; here are the words for what they refuse."""

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import rfc8785
from django.db import DatabaseError, connection, transaction
from django.utils.translation import gettext as _

from collaboration.errors import NotAllowed, WorkflowError, WrongState
from collaboration.sealing import rules
from collaboration.sealing.models import SealCertificate, StandingAuthorisation
from tenants.files import store
from tenants.identity.actor import Actor
from tenants.identity.reauthentication import Prove, Subject
from tenants.identity.roles import Role
from tenants.units.models import Unit

ACT = "seal.authorise"


@dataclass(frozen=True)
class Instrument:
    """What the written instrument says; without units it speaks of whatever unit drafts.

    ``public_id`` comes with the form: sent twice, it is entered once.
    """

    public_id: UUID
    kinds: Sequence[str]
    drafting_units: Sequence[Unit]
    title: str
    number: str
    dated_on: date
    valid_from: date
    valid_until: date
    scan: bytes = b""
    scan_name: str = ""


@transaction.atomic
def enter(actor: Actor, instrument: Instrument) -> StandingAuthorisation:
    """Copy the written instrument into the portal. It has no effect before a signatory confirms it."""
    if not rules.keeps_seal(actor):
        raise NotAllowed(_("Only a seal keeper or signatory can enter a standing authorisation."))
    public_id = instrument.public_id
    if entered := StandingAuthorisation.objects.visible_to(actor).filter(public_id=public_id).first():
        return entered
    scan = store.put(instrument.scan) if instrument.scan else ""
    given = [
        public_id, list(instrument.kinds), [unit.pk for unit in instrument.drafting_units], instrument.title,
        instrument.number, instrument.dated_on, instrument.valid_from, instrument.valid_until, scan,
        instrument.scan_name[-200:] if scan else "",
    ]  # fmt: skip
    _call("enter_seal_authorisation(%s, %s::text[], %s::bigint[], %s, %s, %s, %s, %s, %s, %s)", given)
    return StandingAuthorisation.objects.get(public_id=public_id)


def subject_of(authorisation: StandingAuthorisation) -> Subject:
    """What the signatory's confirmation is bound to: this authorisation, word for word."""
    said: dict[str, Any] = {
        "authorisation": str(authorisation.public_id),
        "unit": authorisation.unit.code,
        "kinds": authorisation.kinds,
        "drafting_units": authorisation.drafting_units,
        "title": authorisation.title,
        "number": authorisation.number,
        "dated": authorisation.dated_on.isoformat(),
        "scan": authorisation.scan_sha256,
        "from": authorisation.valid_from.isoformat(),
        "until": authorisation.valid_until.isoformat(),
    }
    return Subject(ACT, authorisation.public_id, 0, hashlib.sha256(rfc8785.dumps(said)).hexdigest(), Role.SIGNATORY)


@transaction.atomic
def grant(actor: Actor, authorisation: StandingAuthorisation, *, prove: Prove) -> None:
    """Confirm the authorisation for the unit: from its first day the seal is released under it."""
    if not rules.can_grant(actor, authorisation):
        raise NotAllowed(_("Only a signatory of the unit can confirm it, once, before its term is over."))
    subject = subject_of(authorisation)
    proof = prove(subject)
    given = [authorisation.public_id, subject.content_hash, proof.method, rfc8785.dumps(proof.evidence).decode()]
    _call("grant_seal_authorisation(%s, %s, %s, %s)", given)


@transaction.atomic
def end(actor: Actor, authorisation: StandingAuthorisation, *, reason: str) -> None:
    """Stop the authorisation now; what was sealed under it stays sealed."""
    if not rules.can_end(actor, authorisation):
        raise WrongState(_("This authorisation has ended already."))
    if not reason.strip():
        raise WorkflowError(_("Say why the authorisation ends."))
    _call("end_seal_authorisation(%s, %s)", [authorisation.public_id, reason.strip()])


@transaction.atomic
def report_lost(actor: Actor, certificate: SealCertificate, *, reason: str) -> None:
    """Stop a certificate whose key may be in other hands; only the operator registers another."""
    if not rules.keeps_seal(actor):
        raise NotAllowed(_("Only a seal keeper or signatory can report the certificate lost."))
    if not reason.strip():
        raise WorkflowError(_("Say what happened."))
    _call("withdraw_seal_certificate(%s, %s)", [certificate.fingerprint, reason.strip()])


def _call(function: str, parameters: Sequence[Any]) -> None:
    with _in_words(), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}", parameters)


@contextmanager
def _in_words() -> Iterator[None]:
    """What the database refuses, as a sentence; anything unexpected stays an error."""
    try:
        yield
    except DatabaseError as error:
        match getattr(error.__cause__, "sqlstate", ""):
            case "23505":
                raise WrongState(_("This instrument was entered already.")) from error
            case "SA001":
                raise NotAllowed(_("You may not do this with the seal of this unit.")) from error
            case "SA002":
                raise WrongState(_("This is no longer, or not yet, possible with this authorisation.")) from error
        raise
