"""Rounds of opinions: a version is sent, answered until a day, closed; then the text is fixed or sent again."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from collaboration.approval import clearance
from collaboration.consultation import workflow as consultation
from collaboration.consultation.models import Consultation
from collaboration.deadlines import setting
from collaboration.deadlines.clock import Term
from collaboration.deadlines.models import Begins
from collaboration.documents import house, notifications, rules
from collaboration.documents.crossing import not_approved
from collaboration.documents.models import JointDocument, Opinion, Round, Status
from collaboration.documents.workflow import replies
from collaboration.documents.workflow.readiness import require_ready
from collaboration.documents.workflow.taking import move, take_up
from collaboration.documents.workflow.versions import send_version, wording_of
from collaboration.documents.workflow.working import cut
from collaboration.errors import Stale, WorkflowError, WrongState
from collaboration.matters.models import Party
from collaboration.matters.record import record
from collaboration.worklist import waiting
from collaboration.worklist.models import Waiting
from tenants.identity.actor import Actor
from tenants.identity.roles import Role
from tenants.units.models import Unit


@transaction.atomic
def open_round(
    actor: Actor,
    document: JointDocument,
    *,
    due_on: date | None = None,
    term: Term | None = None,
    begins: str = Begins.RECEIPT,
    version: int | None = None,
    revision: int | None = None,
    audience: Sequence[Unit] = (),
    stays_with_drafter: bool = False,
) -> Round:
    """Send the text to the invited units, or to some of them, and let them answer until a day or for a term.

    What was written since the newest version becomes one first. ``version`` and ``revision`` are those that the person
    looked at; newer ones refuse with ``Stale``.
    """
    term = term or setting.on_day(due_on or setting.proposed_day())
    due_on = setting.ends_at_latest(term)
    document = take_up(actor, document, rules.OPEN_ROUND)
    units = _asked(document, audience)
    _check_sending(document, units, due_on)
    newest = cut(actor, document, revision=revision)
    require_ready(document, wording_of(newest))
    if version is not None and newest.number != version:
        raise Stale(_("A newer version of the text has been saved in the meantime; read it before you send it."))
    clearance.require(actor, document.matter, house.SEND)
    admit(document, units)
    sent = send_version(actor, document, newest)
    held = Round.objects.create(
        document=document,
        version=sent,
        number=document.rounds.count() + 1,
        due_on=due_on,
        audience=sorted(unit.pk for unit in audience),
        stays_with_drafter=stays_with_drafter,
    )
    move(document, Status.SOLICITING)
    waiting.close_all(document.matter)
    replies.ask(document)
    consultation.ask(document.matter)
    for unit in units:
        setting.wait_until(document.matter, unit=unit, role=Role.HANDLER, step="answer", term=term, begins=begins)
    detail: dict[str, Any] = {"round": held.number, "version": sent.number, "due_on": due_on.isoformat()}
    detail["units"] = [unit.code for unit in units]
    record(document.matter, "round_opened", **detail, **setting.told(term, begins))
    notifications.round_opened(document, units, most_urgent=term.is_urgent)
    return held


def _asked(document: JointDocument, audience: Sequence[Unit]) -> list[Unit]:
    units = notifications.invited(document)
    if set(audience) - set(units):
        raise WorkflowError(_("Opinions can be asked only of units that take part."))
    return [unit for unit in units if unit in audience] if audience else units


def _check_sending(document: JointDocument, units: Sequence[Unit], due_on: date) -> None:
    if not units:
        raise WorkflowError(_("Invite at least one other unit first."))
    closed = [unit.display_name for unit in units if rules.is_closed(unit)]
    if closed:
        raise WorkflowError(
            _("These units have been closed; remove them first: %(units)s.") % {"units": _(", ").join(closed)}
        )
    if open_round_of(document):
        raise WrongState(_("A round of opinions is open already."))
    if due_on < timezone.localdate():
        raise WorkflowError(_("The deadline lies in the past."))


def open_round_of(document: JointDocument) -> Round | None:
    """The round that is being answered now."""
    return document.rounds.filter(closed_at=None).first()


def admit(document: JointDocument, units: Sequence[Unit]) -> None:
    """Make invited units parties, and let an open round wait for those who are new."""
    parties = set(document.matter.party_rows.filter(ground=Party.Ground.INVITED).values_list("unit", flat=True))
    new = [unit for unit in units if unit.pk not in parties]
    if waiting_for := not_approved(document, new):
        raise WorkflowError(
            _("These units are of another level and have no approval yet: %(units)s. Ask their superior first.")
            % {"units": _(", ").join(unit.display_name for unit in waiting_for)}
        )
    for unit in new:
        Party.objects.create(matter=document.matter, unit=unit, ground=Party.Ground.INVITED)
    held = open_round_of(document)
    if held is None or held.audience:
        return
    term = setting.on_day(max(ends_on(held), timezone.localdate()))
    for unit in new:
        setting.wait_until(document.matter, unit=unit, role=Role.HANDLER, step="answer", term=term)


@transaction.atomic
def close_round(actor: Actor, document: JointDocument, *, early: bool = False) -> Round:
    """End the open round. Before its deadline, with answers missing, only when that is said outright."""
    document = take_up(actor, document, rules.CLOSE_ROUND)
    held = open_round_of(document)
    if held is None:
        raise WrongState(rules.CLOSE_ROUND.wrong_state)
    ends = ends_on(held)
    in_time = all_answered(held) or (ends < timezone.localdate() and not setting.is_held(document.pk, "answer"))
    if not in_time and not early:
        raise WorkflowError(
            _("Units that have not answered still have until %(day)s; confirm that you want to close the round early.")
            % {"day": ends}
        )
    act = "round_closed" if in_time else "round_closed_early"
    close(document, held)
    record(document.matter, act, round=held.number, unanswered=unanswered_codes(document, held))
    notifications.round_closed(document, act)
    return held


def ends_on(held: Round) -> date:
    """The last day on which some unit may still answer: the round's, or a later one agreed with a unit."""
    asked = Waiting.objects.open().filter(matter=held.document_id, step="answer")
    agreed: date | None = asked.aggregate(last=Max("due_on"))["last"]
    return max(held.due_on, agreed or held.due_on)


def all_answered(held: Round) -> bool:
    """Whether every unit that takes part has answered; asked of the database, which sees all answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT documents_all_answered(%s)", [held.pk])
        return bool(cursor.fetchone()[0])


def close(document: JointDocument, held: Round) -> None:
    """End a round as part of a step: opinions become readable, and the drafting unit decides."""
    held.closed_at = timezone.now()
    held.save(update_fields=["closed_at"])
    move(document)
    waiting.done(document.matter, step="answer")
    waiting.open_step(document.matter, unit=document.drafting_unit, role=Role.HANDLER, step="decide")


def unanswered_codes(document: JointDocument, held: Round) -> list[str]:
    """The units whose silence counts as silence."""
    answered = set(held.answers.values_list("unit", flat=True))
    return [unit.code for unit in notifications.invited(document) if held.asks(unit) and unit.pk not in answered]


@transaction.atomic
def fix_text(actor: Actor, document: JointDocument, *, version: int, revision: int | None = None) -> JointDocument:
    """Declare the text final, as a version; every opinion handed in must have been decided on before."""
    document = take_up(actor, document, rules.FIX)
    newest = cut(actor, document, revision=revision)
    if newest.number != version:
        raise Stale(_("A newer version of the text has been saved in the meantime; read it before you finalise it."))
    if open_round_of(document):
        raise WrongState(_("A round of opinions is still open."))
    if any(one.is_open() for one in Consultation.objects.filter(matter=document.matter)):
        raise WrongState(_("The public is still being asked."))
    if not notifications.invited(document):
        raise WorkflowError(_("No other unit takes part any more; invite one, or cancel the matter."))
    undecided = Opinion.objects.filter(round__document=document).undecided().handed_in().count()
    if undecided:
        raise WorkflowError(_("Opinions not decided on yet: %(count)s.") % {"count": undecided})
    admit(document, notifications.invited(document))
    fixed = send_version(actor, document, newest)
    move(document, Status.FINAL)
    waiting.close_all(document.matter)
    replies.ask(document)
    consultation.ask(document.matter)
    waiting.open_step(document.matter, unit=document.drafting_unit, role=Role.HANDLER, step="start_countersigning")
    record(document.matter, "text_fixed", version=fixed.number, hash=fixed.content_hash)
    notifications.text_fixed(document)
    return document


@transaction.atomic
def reopen_text(actor: Actor, document: JointDocument) -> JointDocument:
    """Take a fixed text back, to change it or to ask for opinions again."""
    document = take_up(actor, document, rules.REOPEN)
    move(document, Status.SOLICITING)
    waiting.close_all(document.matter)
    replies.ask(document)
    consultation.ask(document.matter)
    waiting.open_step(document.matter, unit=document.drafting_unit, role=Role.HANDLER, step="decide")
    record(document.matter, "text_reopened")
    notifications.text_reopened(document)
    return document
