"""Steps with standing authorisations. The database's own functions write; here are the words for what they refuse."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import rfc8785
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from collaboration.errors import NotAllowed, WorkflowError, WrongState
from collaboration.sealing import rules
from collaboration.sealing.models import SealCertificate, StandingAuthorisation
from tenants.db import definer
from tenants.files import store
from tenants.identity.actor import Actor
from tenants.identity.reauthentication import Prove, Subject
from tenants.identity.roles import Role
from tenants.units.models import Unit

ACT = "seal.authorise"
REFUSALS: definer.Refusals = {
    "23505": (WrongState, gettext_lazy("This instrument was entered already.")),
    "SA001": (NotAllowed, gettext_lazy("You may not do this with the seal of this unit.")),
    "SA002": (WrongState, gettext_lazy("This is no longer, or not yet, possible with this authorisation.")),
}


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
    definer.call("enter_seal_authorisation(%s, %s::text[], %s::bigint[], %s, %s, %s, %s, %s, %s, %s)", given, REFUSALS)
    return StandingAuthorisation.objects.get(public_id=public_id)


def statement_of(authorisation: StandingAuthorisation) -> dict[str, Any]:
    """This authorisation, word for word."""
    return {
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


def subject_of(authorisation: StandingAuthorisation) -> Subject:
    """What the signatory's confirmation is bound to."""
    said = statement_of(authorisation)
    return Subject(ACT, authorisation.public_id, 0, hashlib.sha256(rfc8785.dumps(said)).hexdigest(), Role.SIGNATORY)


@transaction.atomic
def grant(actor: Actor, authorisation: StandingAuthorisation, *, prove: Prove) -> None:
    """Confirm the authorisation for the unit: from its first day the seal is released under it."""
    if not rules.can_grant(actor, authorisation):
        raise NotAllowed(_("Only a signatory of the unit can confirm it, once, before its term is over."))
    subject = subject_of(authorisation)
    proof = prove(subject)
    given = [authorisation.public_id, subject.content_hash, proof.method, rfc8785.dumps(proof.evidence).decode()]
    definer.call("grant_seal_authorisation(%s, %s, %s, %s)", given, REFUSALS)


@transaction.atomic
def end(actor: Actor, authorisation: StandingAuthorisation, *, reason: str) -> None:
    """Stop the authorisation now; what was sealed under it stays sealed."""
    if not rules.can_end(actor, authorisation):
        raise WrongState(_("This authorisation has ended already."))
    if not reason.strip():
        raise WorkflowError(_("Say why the authorisation ends."))
    definer.call("end_seal_authorisation(%s, %s)", [authorisation.public_id, reason.strip()], REFUSALS)


@transaction.atomic
def report_lost(actor: Actor, certificate: SealCertificate, *, reason: str) -> None:
    """Stop a certificate whose key may be in other hands; only the operator registers another."""
    if not rules.keeps_seal(actor):
        raise NotAllowed(_("Only a seal keeper or signatory can report the certificate lost."))
    if not reason.strip():
        raise WorkflowError(_("Say what happened."))
    definer.call("withdraw_seal_certificate(%s, %s)", [certificate.fingerprint, reason.strip()], REFUSALS)
