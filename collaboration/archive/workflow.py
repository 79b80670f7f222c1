"""Keep a document, archive it with its number, lend it, take it back, put it on a transfer list."""

import hashlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from tempfile import SpooledTemporaryFile
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from collaboration.archive import rules
from collaboration.archive.models import Fonds, Item, Loan, TransferList
from collaboration.archive.whole import export_of
from collaboration.errors import NotAllowed, WorkflowError, WrongState
from collaboration.internal.record import record_internally
from tenants.identity.actor import Actor


@dataclass(frozen=True)
class Kept:
    """What is kept of one document: facts, bytes, and the proof that they are what was signed."""

    about: UUID
    kind: str
    title: str
    number: str
    issuers: str
    dated_on: date
    check_code: str
    file: bytes
    proof: dict[str, Any]
    copies: int = 1


def keep_original(unit_id: int, kept: Kept) -> bool:
    """Keep a unit's original in its schema, for a job of the system; whether it was not there yet."""
    digest = hashlib.sha256(kept.file).hexdigest()
    said = {**asdict(kept), "file_sha256": digest, "is_original": True}
    _item, is_new = Item.objects.get_or_create(unit_id=unit_id, about=kept.about, defaults=said)
    return is_new


@transaction.atomic
def take_in(actor: Actor, kept: Kept) -> Item:
    """Keep a copy of what the unit received; what it keeps already stays as it is."""
    if not rules.keeps(actor):
        raise NotAllowed(_("Only a handler or the liaison keeps the archive."))
    if found := Item.objects.visible_to(actor).filter(about=kept.about).first():
        return found
    digest = hashlib.sha256(kept.file).hexdigest()
    item = Item.objects.create(unit_id=actor.unit.pk, file_sha256=digest, **asdict(kept))
    record_internally(kept.about, "taken_in", file=digest)
    return item


@transaction.atomic
def set_fonds(actor: Actor, *, number: str, name: str) -> Fonds:
    """Set the number and name of the unit's fonds; numbers given before keep the old one."""
    if not rules.keeps(actor):
        raise NotAllowed(_("Only a handler or the liaison keeps the archive."))
    fonds, _is_new = Fonds.objects.update_or_create(
        unit_id=actor.unit.pk, defaults={"number": number.strip(), "name": name.strip()}
    )
    return fonds


@transaction.atomic
def archive(actor: Actor, item: Item, *, year: int, retention: str, department: str) -> Item:
    """Give the document the next number of its year, retention period and department."""
    item = _take_up(actor, item)
    if not rules.can_archive(actor, item):
        raise WrongState(_("This document was transferred or purged; its number stays as it is."))
    fonds = Fonds.objects.filter(unit_id=actor.unit.pk).first()
    if fonds is None:
        raise WorkflowError(_("Set the fonds number of your unit first."))
    if (item.year, item.retention, item.department) == (year, retention, department) and item.item_number:
        return item
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 3))", [f"archive {actor.unit.pk} {year}"])
    beside = Item.objects.filter(unit_id=actor.unit.pk, year=year, retention=retention, department=department)
    last = beside.aggregate(last=Max("item_number"))["last"] or 0
    item.fonds, item.year, item.retention, item.department = fonds.number, year, retention, department
    item.item_number, item.archived_by, item.archived_at = last + 1, actor.name, timezone.now()
    item.save(update_fields=["fonds", "year", "retention", "department", "item_number", "archived_by", "archived_at"])
    record_internally(item.about, "archived", number=item.archive_number)
    return item


def _take_up(actor: Actor, item: Item) -> Item:
    found = Item.objects.visible_to(actor).without_bytes().select_for_update(no_key=True).filter(pk=item.pk).first()
    if found is None or not rules.keeps(actor):
        raise NotAllowed(_("Only a handler or the liaison keeps the archive."))
    return found


@transaction.atomic
def lend(actor: Actor, item: Item, *, borrower: str, purpose: str, until: date) -> Loan:
    """Note who borrows it, what for and until when."""
    item = _take_up(actor, item)
    if not rules.can_lend(actor, item):
        raise WrongState(_("This document is lent already."))
    if until < timezone.localdate():
        raise WorkflowError(_("The deadline lies in the past."))
    loan = Loan.objects.create(
        unit_id=actor.unit.pk,
        item=item,
        borrower=borrower.strip(),
        purpose=purpose.strip(),
        until=until,
        lent_by=actor.name,
    )
    record_internally(item.about, "lent", loan=loan.pk, until=until.isoformat())
    return loan


@transaction.atomic
def take_back(actor: Actor, item: Item) -> Loan:
    """Note that it came back."""
    item = _take_up(actor, item)
    loan = item.loans.filter(returned_at=None).first()
    if loan is None:
        raise WrongState(_("This document is not lent."))
    loan.returned_at, loan.returned_to = timezone.now(), actor.name
    loan.save(update_fields=["returned_at", "returned_to"])
    record_internally(item.about, "given_back", loan=loan.pk)
    return loan


@transaction.atomic
def export(actor: Actor) -> SpooledTemporaryFile[bytes]:
    """Everything the unit keeps as one package that is read without the portal; that it was taken is recorded."""
    if not rules.keeps(actor):
        raise NotAllowed(_("Only a handler or the liaison keeps the archive."))
    package = export_of(actor.unit)
    digest = hashlib.file_digest(package, "sha256").hexdigest()
    package.seek(0)
    record_internally(actor.unit.public_id, "exported", package=digest)
    return package


@transaction.atomic
def transfer(actor: Actor, items: Sequence[Item], *, receiver: str) -> TransferList:
    """Put archived documents on a transfer list; their numbers are fixed from then on."""
    if not rules.keeps(actor):
        raise NotAllowed(_("Only a handler or the liaison keeps the archive."))
    mine = Item.objects.visible_to(actor).archived().without_bytes().filter(transfer=None)
    chosen = list(mine.select_for_update(no_key=True).filter(pk__in=[item.pk for item in items]))
    if not chosen:
        raise WorkflowError(_("Choose at least one archived document that was not transferred yet."))
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 3))", [f"transfer {actor.unit.pk}"])
    last = TransferList.objects.filter(unit_id=actor.unit.pk).aggregate(last=Max("number"))["last"] or 0
    made = TransferList.objects.create(
        unit_id=actor.unit.pk, number=last + 1, receiver=receiver.strip(), made_by=actor.name
    )
    for item in chosen:
        item.transfer = made
        item.save(update_fields=["transfer"])
        record_internally(item.about, "transferred", list=made.number)
    return made
