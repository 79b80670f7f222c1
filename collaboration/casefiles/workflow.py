"""Steps at the end of a matter: a side confirms its archive, holds the clock; what nothing scans is decided on.

The database's own functions check again and write; the record is written in the same transaction.
"""

from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from collaboration.casefiles import rules
from collaboration.errors import NotAllowed, WorkflowError, WrongState
from collaboration.matters.models import Matter
from collaboration.matters.record import record
from tenants.db.definer import Refusals, call
from tenants.files import store
from tenants.identity.actor import Actor

NOT_YOURS = _("This is not yours to decide, or words are missing.")
CONFIRMING: Refusals = {
    "CF001": (NotAllowed, NOT_YOURS),
    "CF002": (WrongState, _("Your unit has confirmed this already.")),
}
HOLDING: Refusals = {
    "CF001": (NotAllowed, NOT_YOURS),
    "CF002": (WrongState, _("Your unit holds this matter already, or no longer.")),
}
DECIDING: Refusals = {
    "CF001": (NotAllowed, NOT_YOURS),
    "CF002": (WrongState, _("This file was decided on already.")),
}


@transaction.atomic
def confirm_archive(actor: Actor, matter: Matter, *, dossier: str) -> None:
    """Say that the unit has archived the case; when all sides have, the terms of the schedule begin."""
    if not rules.can_confirm_archive(actor, matter):
        raise NotAllowed(_("Only a handler or the liaison of a unit that worked on it confirms, once it is over."))
    call("casefile_confirm(%s, %s, %s)", [matter.pk, _said(dossier), actor.name], CONFIRMING)
    record(matter, "archive_confirmed")


@transaction.atomic
def hold(actor: Actor, matter: Matter, *, reason: str) -> None:
    """Stop the clock: nothing is hidden or erased until it is lifted."""
    if not rules.can_hold(actor, matter):
        raise NotAllowed(_("Only a signatory of a unit that works on the matter sets and lifts a legal hold."))
    call("casefile_hold(%s, %s, %s)", [matter.pk, _said(reason), actor.name], HOLDING)
    record(matter, "held", texts={"reason": reason.strip()})


@transaction.atomic
def lift(actor: Actor, matter: Matter, *, reason: str) -> None:
    """Let the clock run again."""
    if not rules.can_hold(actor, matter):
        raise NotAllowed(_("Only a signatory of a unit that works on the matter sets and lifts a legal hold."))
    call("casefile_lift(%s, %s, %s)", [matter.pk, _said(reason), actor.name], HOLDING)
    record(matter, "hold_lifted", texts={"reason": reason.strip()})


def decide(actor: Actor, file: UUID, *, lets: bool, reason: str) -> None:
    """Let a file through that nothing has scanned, or refuse it: its bytes go."""
    with transaction.atomic():
        stored = call("casefile_decide(%s, %s, %s)", [file, lets, _said(reason)], DECIDING)
    if stored:
        store.purge(stored)


def set_rule(actor: Actor, *, kind: str, hide_after: int, erase_after: int, basis: str, valid_from: date) -> None:
    """Add a line to the retention schedule."""
    given: list[Any] = [kind, hide_after, erase_after, basis, valid_from, actor.name]
    call("casefile_set_rule(%s, %s::smallint, %s::smallint, %s, %s, %s)", given, CONFIRMING)


def _said(words: str) -> str:
    if not words.strip():
        raise WorkflowError(_("Write something first."))
    return words.strip()
