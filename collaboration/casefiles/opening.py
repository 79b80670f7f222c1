"""A file is opened, which is recorded, or taken back before anybody else was handed it."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from collaboration.casefiles.models import CaseFile, Preview, State
from collaboration.casefiles.storing import have_it_checked
from collaboration.errors import NotAllowed, WrongState
from collaboration.matters import confidences
from collaboration.matters.record import record
from tenants.audit.models import Record
from tenants.files import store
from tenants.identity.actor import Actor
from tenants.identity.roles import Role
from tenants.jobs.acting import whoever_asks

AGAIN = timedelta(minutes=30)  # a player asks for one video many times


def name_of(file: CaseFile) -> str:
    """What it is called; empty once it is erased."""
    try:
        return str(confidences.reveal(file.matter, file.name).get("name", ""))
    except confidences.Erased:
        return ""


@transaction.atomic
def note(actor: Actor, file: CaseFile) -> None:
    """Record that the person opened the file, once in half an hour."""
    lately = Record.objects.filter(chain=file.matter.public_id, act="file_opened", user_id=actor.user.pk)
    if not lately.filter(at__gte=timezone.now() - AGAIN, detail__contains=str(file.public_id)).exists():
        record(file.matter, "file_opened", file=str(file.public_id))


def can_ask_for_check(actor: Actor, file: CaseFile) -> bool:
    """Whether the person may have a check asked for again: one of the unit's own files still waits for it."""
    return file.state == State.WAITING and file.unit_id == actor.unit.pk and actor.has(Role.HANDLER)


@transaction.atomic
def ask_for_check(actor: Actor, file: CaseFile) -> None:
    """Queue the check once more, in case the first one was lost."""
    if file.state != State.WAITING:
        raise WrongState(_("This file has been checked meanwhile."))
    if not can_ask_for_check(actor, file):
        raise NotAllowed(_("Only a handler of the unit that added the file has it checked again."))
    have_it_checked(file, whoever_asks())
    record(file.matter, "check_asked", file=str(file.public_id))


def can_remove(actor: Actor, file: CaseFile) -> bool:
    """Whether the person may take the file back: the own unit's, and nobody else can have seen it."""
    is_own = file.unit_id == actor.unit.pk and actor.has(Role.HANDLER)
    return is_own and (file.shared_at is None or file.matter.parties == [actor.unit.pk]) and not file.matter.closed_at


@transaction.atomic
def remove(actor: Actor, file: CaseFile) -> None:
    """Take it back, bytes and pictures."""
    locked = (
        CaseFile.objects.select_for_update(no_key=True, of=("self",))
        .select_related("matter")
        .filter(pk=file.pk)
        .first()
    )
    if locked is None or not can_remove(actor, locked):
        raise WrongState(_("The other side was handed this file already."))
    gone = [locked.stored, *Preview.objects.filter(file=locked).values_list("stored", flat=True)]
    matter, detail = locked.matter, {"file": str(locked.public_id), "sha256": locked.sha256}
    locked.delete()
    record(matter, "file_removed", **detail)
    transaction.on_commit(lambda: [store.purge(stored) for stored in gone])
