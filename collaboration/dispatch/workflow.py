"""Sending a finished document, receipt, delivery on paper, acknowledging, asking and answering."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from collaboration.deadlines import setting
from collaboration.deadlines.clock import Term
from collaboration.deadlines.models import CountedIn
from collaboration.dispatch import notifications, rules
from collaboration.dispatch.acts import KIND
from collaboration.dispatch.models import Addressee, Dispatch, Query, State
from collaboration.errors import NotAllowed, WorkflowError, WrongState
from collaboration.matters.models import Matter, Party
from collaboration.matters.record import record, record_carried_out
from collaboration.notifications.notify import Audience
from collaboration.worklist import waiting
from tenants.identity.actor import Actor
from tenants.identity.roles import Role
from tenants.units.models import Unit

FILING_TERM = Term(CountedIn.WORKING_DAYS, 5)


@dataclass(frozen=True)
class Content:
    """What is sent: the words of the sealed version, its number, and the file."""

    about: UUID
    about_kind: str
    document_kind: str
    title: str
    title_lines: Sequence[str]
    number: str
    issuers: Sequence[dict[str, str]]
    recipients: str
    blocks: Sequence[dict[str, Any]]
    issued_on: date
    content_hash: str
    file_sha256: str
    file_size: int
    check_code: str


@dataclass(frozen=True)
class To:
    """One addressee: a unit, or by name somebody outside the portal."""

    role: str
    unit: Unit | None = None
    name: str = field(default="")


def send(
    actor: Actor,
    content: Content,
    addressees: Sequence[To],
    *,
    signers: Sequence[Unit],
    classification: int,
    term: Term,
    note: str = "",
) -> Dispatch:
    """Send a sealed document to its recipients, as the last part of a step on it: records and tells."""
    matter = Matter.objects.create(
        kind=KIND, drafting_unit=actor.unit, state=State.DRAFT, classification=classification
    )
    dispatch = _write(matter, Dispatch.Purpose.ISSUE, content, addressees, note=note)
    units = [one.unit for one in addressees if one.unit]
    for unit in units:
        Party.objects.create(matter=matter, unit=unit, ground=Party.Ground.ISSUED)
    for unit in signers:
        Party.objects.create(matter=matter, unit=unit, ground=Party.Ground.SIGNED)
    _move(matter, State.SENT)
    for unit in units:
        setting.wait_until(matter, unit=unit, role=Role.HANDLER, step="receive", term=term)
    on_paper = sum(1 for one in addressees if one.unit is None)
    record(matter, "issued", about=str(content.about), units=[unit.code for unit in units], on_paper=on_paper)
    notifications.issued(dispatch, units, signers)
    return dispatch


def file(
    content: Content,
    *,
    drafting_unit: Unit,
    signers: Sequence[Unit],
    filed_with: Sequence[Unit],
    informed: Sequence[Unit],
    classification: int,
) -> Dispatch | None:
    """File a sealed document with the units that have to know of it, for a job of the system; once and for all."""
    if Dispatch.objects.filter(about=content.about, purpose=Dispatch.Purpose.FILING).exists():
        return None
    matter = Matter.objects.create(
        kind=KIND, drafting_unit=drafting_unit, state=State.SENT, classification=classification
    )
    addressees = [To(Addressee.Role.FILED, unit) for unit in filed_with]
    addressees += [To(Addressee.Role.INFORMED, unit) for unit in informed]
    dispatch = _write(matter, Dispatch.Purpose.FILING, content, addressees)
    grounds = {Party.Ground.SIGNED: signers, Party.Ground.FILED: filed_with, Party.Ground.INFORMED: informed}
    for ground, units in grounds.items():
        for unit in units:
            Party.objects.create(matter=matter, unit=unit, ground=ground)
    for unit in filed_with:
        setting.wait_until(matter, unit=unit, role=Role.HANDLER, step="acknowledge", term=FILING_TERM)
    codes: dict[str, Any] = {"units": [unit.code for unit in filed_with], "informed": [unit.code for unit in informed]}
    record_carried_out(matter, "filed", unit_id=drafting_unit.pk, about=str(content.about), **codes)
    notifications.filed(dispatch, filed_with, informed)
    return dispatch


def _write(
    matter: Matter, purpose: Dispatch.Purpose, content: Content, addressees: Sequence[To], *, note: str = ""
) -> Dispatch:
    said = {**asdict(content), "issuers": list(content.issuers), "blocks": list(content.blocks)}
    dispatch = Dispatch.objects.create(matter=matter, purpose=purpose, note=note, **said)
    Addressee.objects.bulk_create(
        Addressee(
            dispatch=dispatch, unit=one.unit, name=one.unit.name if one.unit else one.name, role=one.role, place=place
        )
        for place, one in enumerate(addressees, start=1)
    )
    return dispatch


def _move(matter: Matter, state: State) -> None:
    matter.state, matter.changed_at = state, timezone.now()
    matter.closed_at = matter.changed_at if state is State.COMPLETE else None
    matter.save(update_fields=["state", "changed_at", "closed_at"])


def _settle(matter: Matter) -> None:
    """Complete once nobody is waited for; asked of the database, which sees all addressees."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT dispatch_all_answered(%s)", [matter.pk])
        is_complete = bool(cursor.fetchone()[0])
    if is_complete and matter.state == State.SENT:
        _move(matter, State.COMPLETE)


def received(actor: Actor, matter: Matter) -> list[Audience]:
    """What follows when a unit signs for what was issued to it, as part of that step; the register shows it."""
    addressee = Addressee.objects.filter(dispatch=matter.pk, unit=actor.unit, answered_at=None).first()
    if addressee is not None:
        _answered(actor, addressee)
        waiting.done(matter, step="receive", unit=actor.unit)
        _settle(matter)
    return []


def _answered(actor: Actor, addressee: Addressee) -> None:
    addressee.answered_at, addressee.answered_by = timezone.now(), actor.name
    addressee.save(update_fields=["answered_at", "answered_by"])


def _take_up(actor: Actor, dispatch: Dispatch) -> Dispatch:
    """Under the matter's lock, read again; nothing is done to what was purged."""
    locked = Matter.objects.select_for_update(no_key=True).filter(pk=dispatch.pk).first()
    fresh = Dispatch.objects.visible_to(actor).select_related("matter__drafting_unit").filter(pk=dispatch.pk).first()
    if locked is None or fresh is None or locked.is_purged:
        raise WrongState(_("This matter is no longer there."))
    if not rules.answers(actor):
        raise NotAllowed(_("Only a handler or the liaison can do this."))
    return fresh


def _own(actor: Actor, dispatch: Dispatch) -> Addressee | None:
    return dispatch.addressees.filter(unit=actor.unit).prefetch_related("queries").first()


@transaction.atomic
def acknowledge(actor: Actor, dispatch: Dispatch) -> Addressee:
    """Say that the filed document has been taken note of."""
    dispatch = _take_up(actor, dispatch)
    addressee = _own(actor, dispatch)
    if addressee is None or not rules.can_acknowledge(actor, addressee):
        raise WrongState(_("There is nothing to acknowledge, or your unit has done so already."))
    _answered(actor, addressee)
    waiting.done(dispatch.matter, step="acknowledge", unit=actor.unit)
    _settle(dispatch.matter)
    record(dispatch.matter, "acknowledged")
    return addressee


@transaction.atomic
def ask(actor: Actor, dispatch: Dispatch, *, text: str) -> Query:
    """Query a filed document; the unit that filed it answers in the same place."""
    dispatch = _take_up(actor, dispatch)
    addressee = _own(actor, dispatch)
    if addressee is None or not rules.can_query(actor, addressee):
        raise WrongState(_("Only what was filed with your unit can be queried, one question at a time."))
    if not text.strip():
        raise WorkflowError(_("Write what you want to know."))
    asked = Query.objects.create(addressee=addressee, text=text.strip(), asked_by=actor.name)
    matter = dispatch.matter
    if matter.state == State.COMPLETE:
        _move(matter, State.SENT)
    with connection.cursor() as cursor:  # one step waits for the drafting unit, however many units ask
        cursor.execute("SELECT dispatch_ask(%s)", [matter.pk])
    record(matter, "queried", texts={"query": asked.text})
    notifications.queried(dispatch)
    return asked


@transaction.atomic
def answer_query(actor: Actor, dispatch: Dispatch, query: Query, *, text: str) -> Query:
    """Answer what a unit asked; only that unit reads the answer."""
    dispatch = _take_up(actor, dispatch)
    if not rules.sends(actor, dispatch):
        raise NotAllowed(_("Only the unit that filed the document answers."))
    fresh = Query.objects.filter(pk=query.pk, addressee__dispatch=dispatch, answered_at=None).first()
    if fresh is None:
        raise WrongState(_("This query has been answered already."))
    if not text.strip():
        raise WorkflowError(_("Write the answer."))
    fresh.answer, fresh.answered_by, fresh.answered_at = text.strip(), actor.name, timezone.now()
    fresh.save(update_fields=["answer", "answered_by", "answered_at"])
    unit = fresh.addressee.unit
    assert unit is not None  # noqa: S101 - only units ask
    if not Query.objects.filter(addressee__dispatch=dispatch, answered_at=None).exists():
        waiting.done(dispatch.matter, step="answer_query")
    _settle(dispatch.matter)
    record(dispatch.matter, "query_answered", texts={"answer": fresh.answer}, among=[unit], unit=unit.code)
    notifications.query_answered(dispatch, unit)
    return fresh


@transaction.atomic
def deliver(actor: Actor, dispatch: Dispatch, addressee: Addressee, *, delivered_on: date, note: str = "") -> Addressee:
    """Note that a recipient outside the portal got it on paper, when and how."""
    dispatch = _take_up(actor, dispatch)
    if not rules.sends(actor, dispatch):
        raise NotAllowed(_("Only the unit that sent it notes the delivery."))
    fresh = dispatch.addressees.on_paper().filter(pk=addressee.pk).first()
    if fresh is None:
        raise WrongState(_("This recipient gets it in the portal."))
    if delivered_on > timezone.localdate() or delivered_on < dispatch.issued_on:
        raise WorkflowError(_("The day of delivery lies before the document or in the future."))
    fresh.delivered_on, fresh.delivery_note = delivered_on, note.strip()
    fresh.answered_at, fresh.answered_by = timezone.now(), actor.name
    fresh.save(update_fields=["delivered_on", "delivery_note", "answered_at", "answered_by"])
    _settle(dispatch.matter)
    texts = {"note": fresh.delivery_note} if fresh.delivery_note else {}
    record(dispatch.matter, "delivered", texts=texts, among=[], place=fresh.place, on=delivered_on.isoformat())
    return fresh
