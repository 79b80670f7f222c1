"""Whose turn it is to sign: the order the drafting unit chose, and how the turn passes on."""

from collections.abc import Mapping, Sequence

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from collaboration.deadlines import setting
from collaboration.deadlines.clock import Term
from collaboration.deadlines.models import CountedIn
from collaboration.documents.models import Countersigning, JointDocument, Status, Turn
from collaboration.documents.workflow.taking import move
from collaboration.errors import WorkflowError, WrongState
from collaboration.worklist import waiting
from tenants.identity.roles import Role
from tenants.units.models import Unit

Order = Mapping[str, int]  # the position of each unit, by its code; units of one position sign in any order


def plan(attempt: Countersigning, units: Sequence[Unit], order: Order) -> list[Unit]:
    """Write down each unit's turn, without gaps between them; gives those who are asked first."""
    unknown = set(order) - {unit.code for unit in units}
    if unknown or (order and set(order) != {unit.code for unit in units}) or any(turn < 1 for turn in order.values()):
        raise WorkflowError(_("Every unit that takes part needs its turn, and no other unit."))
    wanted = {unit.code: order.get(unit.code, 1) for unit in units}
    ranks = {position: rank for rank, position in enumerate(sorted(set(wanted.values())), start=1)}
    Turn.objects.bulk_create(
        Turn(countersigning=attempt, unit=unit, position=ranks[wanted[unit.code]]) for unit in units
    )
    return [unit for unit in units if ranks[wanted[unit.code]] == 1]


def one_by_one(units: Sequence[Unit]) -> Order:
    """One after another, as they stand in the text."""
    return {unit.code: position for position, unit in enumerate(units, start=1)}


def current(attempt: Countersigning) -> int | None:
    """The position that is asked now; None when nobody's word is missing."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT documents_turn(%s)", [attempt.pk])
        found: int | None = cursor.fetchone()[0]
        return found


def refuse_out_of_turn(attempt: Countersigning) -> None:
    """Whoever's turn has not come waits for the units before."""
    if attempt.own_turn is None or attempt.own_turn != current(attempt):
        raise WrongState(_("It is not the turn of your unit yet; the units before it sign first."))


def ask(document: JointDocument, attempt: Countersigning, unit: Unit) -> None:
    """Let the step of this unit wait again or for the first time, with the term of the attempt."""
    term = Term(CountedIn(attempt.counted_in), attempt.amount, attempt.fixed_until)
    setting.pass_on(
        document.matter, unit=unit, role=Role.SIGNATORY, step="countersign", term=term, begins=attempt.begins
    )


def pass_on(document: JointDocument, attempt: Countersigning) -> tuple[str, list[Unit]]:
    """After the acting unit gave its word in its turn: complete the attempt, ask the next turn, or go on waiting.

    Gives the ending of the act that is recorded (``_last``, ``_turn`` or nothing), and the units that are asked now.
    """
    now = current(attempt)
    if now is None:
        _complete(document, attempt)
        return "_last", []
    move(document)
    if now == attempt.own_turn:
        return "", []
    asked = [turn.unit for turn in attempt.turns.filter(position=now).select_related("unit")]
    for unit in asked:
        ask(document, attempt, unit)
    return "_turn", asked


def _complete(document: JointDocument, attempt: Countersigning) -> None:
    """Nobody is missing: the date of issue is the day of the last word."""
    close(attempt, Countersigning.Outcome.COMPLETE)
    document.issued_on = timezone.localdate()
    document.save(update_fields=["issued_on"])
    move(document, Status.SIGNED)
    waiting.open_step(document.matter, unit=document.drafting_unit, role=Role.HANDLER, step="send_to_sealing")


def close(attempt: Countersigning, outcome: str, **fields: object) -> None:
    """End an attempt as part of a step, while the document still is in countersigning."""
    attempt.outcome, attempt.closed_at = outcome, timezone.now()
    for name, value in fields.items():
        setattr(attempt, name, value)
    attempt.save(update_fields=["outcome", "closed_at", *fields])
