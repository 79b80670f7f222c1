"""Receive, register, propose, instruct, circulate, answer: the steps of an incoming matter inside the unit."""

from collections.abc import Iterable
from datetime import date

from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from collaboration.deadlines import setting
from collaboration.errors import NotAllowed, WorkflowError, WrongState
from collaboration.incoming import receipt, rules
from collaboration.incoming.models import Entry, Instruction, Reading, State
from collaboration.internal.models import Assignment
from collaboration.internal.record import record_internally, tell_internally
from collaboration.matters.models import Matter
from collaboration.matters.record import record
from collaboration.notifications.notify import Audience, notify
from collaboration.worklist import workflow as house
from collaboration.worklist.colleagues import colleagues
from collaboration.worklist.models import Urgency, Waiting
from collaboration.worklist.rules import can_take_step, leads
from tenants.identity.actor import Actor
from tenants.identity.models import Membership, User
from tenants.identity.roles import Role


@transaction.atomic
def receive(actor: Actor, matter: Matter) -> Entry:
    """Sign for a matter in the unit's name; opening its page is not enough. Every party reads who did, and when."""
    locked = Matter.objects.select_for_update(no_key=True).filter(pk=matter.pk).first()
    if not rules.can_receive(actor):
        raise NotAllowed(_("Only a handler or the liaison can receive a matter for the unit."))
    if locked is None or locked.state == "draft" or locked.is_purged or not rules.is_addressed(actor, locked):
        raise WrongState(_("There is nothing to receive here."))
    if Entry.objects.filter(unit_id=actor.unit.pk, matter=locked.public_id).exists():
        raise WrongState(_("Your unit has received this already."))
    entry = Entry.objects.create(
        unit_id=actor.unit.pk, matter=locked.public_id, from_unit_id=locked.drafting_unit_id, received_by=actor.name
    )
    setting.begin_all(locked, actor.unit)
    follow = receipt.follows.get(locked.kind)
    told = follow(actor, locked) if follow else []
    record(locked, "received")
    notify(locked, "received", told)
    return entry


@transaction.atomic
def register(actor: Actor, entry: Entry, *, urgency: int = Urgency.ORDINARY, due_on: date | None = None) -> Entry:
    """Give it the unit's next incoming number of the year; its urgency moves the steps up the unit's lists."""
    matter, entry = _take_up(actor, entry, "register")
    year = timezone.localdate().year
    entry.year, entry.number = year, _next_number(actor, year)
    entry.urgency, entry.due_on, entry.registered_by = urgency, due_on, actor.name
    _move(entry, State.REGISTERED, "year", "number", "urgency", "due_on", "registered_by")
    Waiting.objects.open().filter(matter=matter, unit=actor.unit).update(urgency=urgency)
    record_internally(entry.matter, "registered", number=entry.number, year=year, urgency=int(urgency))
    return entry


@transaction.atomic
def send_back(actor: Actor, entry: Entry, *, reason: str) -> Entry:
    """Checked and found not to be for this unit, or not complete: back to the drafting unit, with the reason."""
    matter, entry = _take_up(actor, entry, "send_back")
    if not reason.strip():
        raise WorkflowError(_("Give the reason why you send it back."))
    entry.reason = reason.strip()[:500]
    _move(entry, State.SENT_BACK, "reason")
    record(matter, "sent_back", texts={"reason": entry.reason})
    notify(matter, "sent_back", [Audience(matter.drafting_unit, roles=[Role.HANDLER])])
    return entry


@transaction.atomic
def propose(
    actor: Actor, entry: Entry, *, text: str, handling: str, assisting: Iterable[str] = (), handler: User | None = None
) -> Entry:
    """Propose to the leaders who handles it, who assists, and how; a person named already gets it to handle."""
    matter, entry = _take_up(actor, entry, "propose")
    entry.proposal, entry.proposed_by, entry.proposed_at = text.strip(), actor.name, timezone.now()
    entry.handling, entry.assisting = handling, "、".join(name for name in assisting if name != handling)[:300]
    state = State.INSTRUCTED if entry.state == State.INSTRUCTED else State.PROPOSED
    _move(entry, state, "proposal", "proposed_by", "proposed_at", "handling", "assisting")
    record_internally(entry.matter, "proposed", entry=entry.pk)
    _hand_to(actor, matter, entry, handler)
    return entry


@transaction.atomic
def instruct(actor: Actor, entry: Entry, *, text: str, handler: User | None = None) -> Instruction:
    """Write a leader's instruction, which stands on top, and give it to somebody to handle if they are named."""
    matter, entry = _take_up(actor, entry, "instruct")
    if not text.strip():
        raise WorkflowError(_("Write the instruction."))
    made = Instruction.objects.create(
        unit_id=actor.unit.pk, entry=entry, author_id=actor.user.pk, author_name=actor.name, text=text.strip()
    )
    _move(entry, State.INSTRUCTED)
    record_internally(entry.matter, "instructed", instruction=made.pk)
    _hand_to(actor, matter, entry, handler)
    tell_internally(entry.matter, "instructed", _handlers(actor))
    return made


@transaction.atomic
def circulate(actor: Actor, entry: Entry, people: Iterable[User]) -> int:
    """Ask colleagues to read it; nobody is asked twice. Returns how many were asked anew."""
    _matter, entry = _take_up(actor, entry, "circulate")
    asked = set(entry.readings.values_list("person_id", flat=True))
    anew = [person for person in people if person.pk not in asked]
    if not anew:
        raise WrongState(_("All of them were asked to read it already."))
    Reading.objects.bulk_create(
        Reading(unit_id=actor.unit.pk, entry=entry, person_id=one.pk, person_name=one.name, asked_by=actor.name)
        for one in anew
    )
    record_internally(entry.matter, "circulated", people=[person.pk for person in anew])
    tell_internally(entry.matter, "circulated", anew)
    return len(anew)


@transaction.atomic
def confirm_read(actor: Actor, entry: Entry) -> None:
    """Say that one has read what was circulated; whoever stands in for somebody away says it for them, by name."""
    mine = Reading.objects.select_for_update(no_key=True).filter(
        entry=entry, person_id__in=actor.persons, unit_id=actor.unit.pk, read_at=None
    )
    reading = mine.first()
    if reading is None:
        raise WrongState(_("Nothing was circulated to you here, or you have read it already."))
    reading.read_at = timezone.now()
    reading.stood_in_by = "" if reading.person_id == actor.user.pk else actor.name
    reading.save(update_fields=["read_at", "stood_in_by"])
    record_internally(entry.matter, "read", reading=reading.pk)


@transaction.atomic
def answer(actor: Actor, entry: Entry, *, text: str) -> Entry:
    """Note what came of it and close the entry. What goes to other units goes by the matter's own steps."""
    _matter, entry = _take_up(actor, entry, "answer")
    if not text.strip():
        raise WorkflowError(_("Write what came of it."))
    entry.answer, entry.answered_by, entry.answered_at = text.strip(), actor.name, timezone.now()
    _move(entry, State.ANSWERED, "answer", "answered_by", "answered_at")
    record_internally(entry.matter, "answered", entry=entry.pk)
    return entry


@transaction.atomic
def hand_over(actor: Actor, person: User, successor: User) -> int:
    """Let the successor handle whatever the person has in hand, as part of a hand-over list; returns how many."""
    if person != actor.user and not leads(actor):
        raise NotAllowed(_("Only the person, a signatory or an approver can hand over what somebody holds."))
    mine = list(Entry.objects.visible_to(actor).handled_by([person.pk]).select_for_update(no_key=True))
    if mine and not Membership.objects.valid().filter(unit=actor.unit, user=successor, roles__contains=[Role.HANDLER]):
        raise WorkflowError(_("%(name)s is no handler of your unit.") % {"name": successor.name})
    for entry in mine:
        entry.handler_id, entry.handler_name = successor.pk, successor.name
        entry.save(update_fields=["handler_id", "handler_name"])
        record_internally(entry.matter, "handed_over", entry=entry.pk, held_by=person.pk, to=successor.pk)
        tell_internally(entry.matter, "handed_over", [successor])
    return len(mine)


def _take_up(actor: Actor, entry: Entry, act: str) -> tuple[Matter, Entry]:
    """Under the matter's lock, by somebody who may, while it is time."""
    matter = Matter.objects.select_for_update(no_key=True).filter(public_id=entry.matter).first()
    fresh = Entry.objects.visible_to(actor).filter(pk=entry.pk).first()
    if matter is None or fresh is None or matter.is_purged:
        raise WrongState(_("This matter is no longer there."))
    if not rules.may(actor, act):
        raise NotAllowed(_("Your role in this unit does not take this step."))
    if fresh.state not in rules.ALLOWED_FROM[act]:
        raise WrongState(_("It is no longer, or not yet, time for this step."))
    return matter, fresh


def _move(entry: Entry, state: str, *fields: str) -> None:
    entry.state = state
    entry.save(update_fields=["state", *fields])


def _hand_to(actor: Actor, matter: Matter, entry: Entry, handler: User | None) -> None:
    """Note who handles it; the house's steps that nobody holds and they may take become theirs."""
    if handler is None or handler.pk == entry.handler_id:
        return
    places = list(Membership.objects.valid().filter(unit=actor.unit, user=handler))
    if not any(place.has(Role.HANDLER) for place in places):
        raise WorkflowError(_("%(name)s is no handler of your unit.") % {"name": handler.name})
    entry.handler_id, entry.handler_name = handler.pk, handler.name
    entry.save(update_fields=["handler_id", "handler_name"])
    held = Assignment.objects.filter(ended_at=None).values("waiting")
    free = Waiting.objects.open().filter(matter=matter, unit=actor.unit).exclude(pk__in=held).order_by("pk")
    theirs = [step for step in free if can_take_step(step, places)]
    for step in theirs:
        house.give(actor, step, handler)
    if not theirs:
        record_internally(entry.matter, "assigned", entry=entry.pk, to=handler.pk)
        tell_internally(entry.matter, "assigned", [handler])


def _next_number(actor: Actor, year: int) -> int:
    """Gapless: numbers of one unit and year are given one after the other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 1))", [f"incoming {actor.unit.pk} {year}"])
    given = Entry.objects.filter(unit_id=actor.unit.pk, year=year).aggregate(last=Max("number"))
    return (given["last"] or 0) + 1


def _handlers(actor: Actor) -> list[User]:
    return list(colleagues(actor.unit, Role.HANDLER))
