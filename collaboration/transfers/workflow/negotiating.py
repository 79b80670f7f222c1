"""Open an exchange among units about their cases, state positions, prove who opened a case first; agree."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from collaboration.assistance.case_numbers import plain_number
from collaboration.assistance.models import AssistanceRequest, Status
from collaboration.deadlines import setting
from collaboration.errors import NotAllowed, WorkflowError, WrongState
from collaboration.matters.models import Matter, Party
from collaboration.matters.record import record
from collaboration.notifications.models import Category
from collaboration.notifications.notify import Audience, notify
from collaboration.transfers.acts import COORDINATION
from collaboration.transfers.models import Coordination, FirstFiling, Position
from collaboration.transfers.workflow.taking import (
    STATING,
    Ground,
    State,
    is_stating,
    leads_of,
    let_wait,
    locked,
    move,
    refuse_others,
    settle,
    take_up,
    tell_others,
    units_in,
)
from collaboration.worklist import waiting
from tenants.db import definer
from tenants.identity.actor import Actor
from tenants.identity.roles import Role
from tenants.units.models import Unit

MOST_UNITS = 8
UNSETTLED = (State.OPEN, State.WITH_SUPERIOR, State.WITH_LEADS, State.REFERRED)
NOT_A_CASE = (Status.DRAFT, Status.LEVEL_DECISION, Status.PURGED)
REFUSALS = {"42501": (NotAllowed, gettext_lazy("Your unit is not a side of this case, or the dispute is settled."))}


@dataclass(frozen=True)
class Opening:
    """What is to be settled, with whom, and until when."""

    purpose: str
    subject: str
    question: str
    until: date
    units: Sequence[Unit]
    about: UUID | None = None


@transaction.atomic
def begin(actor: Actor, opening: Opening) -> Coordination:
    """Begin the exchange; every unit's position waits until the day that was set."""
    if not is_stating(actor):
        raise NotAllowed(_("Only a handler or signatory opens this."))
    units = [unit for unit in dict.fromkeys(opening.units) if unit != actor.unit]
    if not 0 < len(units) < MOST_UNITS or any(not unit.level for unit in units):
        raise WorkflowError(_("Name the other units, at most %(count)d.") % {"count": MOST_UNITS - 1})
    if opening.until <= timezone.localdate():
        raise WorkflowError(_("This day lies in the past."))
    matter = Matter.objects.create(kind=COORDINATION, drafting_unit=actor.unit, state=State.DRAFT)
    found = Coordination.objects.create(
        matter=matter, purpose=opening.purpose, subject=opening.subject.strip(), question=opening.question.strip(),
        until=opening.until, units=[unit.pk for unit in (actor.unit, *units)],
    )  # fmt: skip
    for unit in units:
        Party.objects.create(matter=matter, unit=unit, ground=Party.Ground.TAKES_PART)
    move(found, State.OPEN)
    for unit in [actor.unit, *units]:
        setting.wait_until(matter, unit=unit, role=Role.HANDLER, step="state", term=setting.on_day(opening.until))
    if opening.about:
        _link(found, opening.about)
    record(matter, "opened", units=[unit.code for unit in units], purpose=opening.purpose)
    notify(matter, "opened", [Audience(unit, roles=STATING) for unit in units], category=Category.ACTION)
    return found


def own_cases(actor: Actor, found: Coordination | None = None) -> Any:
    """Requests of the acting unit that an exchange can be about; not those it is about already."""
    linked = found.cases.values_list("about", flat=True) if found else []
    own = AssistanceRequest.objects.visible_to(actor).exclude(matter__state__in=NOT_A_CASE)
    return own.exclude(matter__public_id__in=linked).order_by("-matter__changed_at")


@transaction.atomic
def link_case(actor: Actor, found: Coordination, case: AssistanceRequest) -> None:
    """Say that it is about this request of one's own: what comes of it will stand there too."""
    found = take_up(actor, found, *UNSETTLED)
    if not is_stating(actor):
        raise NotAllowed(_("Only handlers and signatories of the units in the dispute do this."))
    _link(found, case.public_id)
    move(found)
    record(found.matter, "case_linked", about=str(case.public_id))


def _link(found: Coordination, case: UUID) -> None:
    definer.call("transfers_link_case(%s, %s)", [found.pk, case], REFUSALS)


@transaction.atomic
def prove_filing(
    actor: Actor, found: Coordination, *, filed_at: datetime, case_number: str, proof: bytes
) -> FirstFiling:
    """Enter when the unit first opened the case, with the paper that shows it; once, and never in the future.

    What the unit asks of others under this case number is linked by itself.
    """
    found = take_up(actor, found, State.OPEN)
    refuse_others(actor, found)
    if not found.is_dispute or found.filings.filter(unit=actor.unit).exists():
        raise WrongState(_("Your unit has entered this already."))
    if filed_at > timezone.now() or not case_number.strip():
        raise WorkflowError(_("Enter the number of the case, and a time that is not in the future."))
    kept, digest = locked(found, proof)
    number = plain_number(case_number)
    made = FirstFiling.objects.create(
        coordination=found, unit=actor.unit, filed_at=filed_at, case_number=case_number.strip(), plain_number=number,
        proof=kept, proof_sha256=digest, user=actor.user, user_name=actor.name,
    )  # fmt: skip
    asked = own_cases(actor, found).filter(matter__drafting_unit=actor.unit, case_number=number)
    for case in list(asked.values_list("matter__public_id", flat=True)):
        _link(found, case)
    record(found.matter, "filing_proved", at=filed_at.isoformat(), sha256=made.proof_sha256)
    tell_others(actor, found, "filing_proved")
    return made


@transaction.atomic
def state(actor: Actor, found: Coordination, *, text: str, competent: Unit | None = None) -> Position:
    """Say one's position; when all who decide now name the same unit, the dispute is settled by that."""
    found = take_up(actor, found, State.OPEN, State.WITH_LEADS)
    deciding = units_in(found) if found.state is State.OPEN else leads_of(units_in(found))
    if actor.unit not in deciding or not is_stating(actor):
        raise NotAllowed(_("Only handlers and signatories of the units that settle this state a position."))
    if not text.strip() or (found.is_dispute and competent not in units_in(found)):
        raise WorkflowError(_("Write your position, and name the unit you hold competent."))
    made = Position.objects.create(
        coordination=found, unit=actor.unit, competent=competent, text=text.strip(), user=actor.user,
        user_name=actor.name,
    )  # fmt: skip
    waiting.done(found.matter, step="state", unit=actor.unit)
    last = {one.unit_id: one.competent_id for one in found.positions.all()}
    named = {last.get(unit.pk) for unit in deciding}
    if found.is_dispute and len(named) == 1 and competent is not None:
        ground = Ground.AGREED if found.state is State.OPEN else Ground.AGREED_BY_LEADS
        settle(actor, found, ground, competent, text.strip())
        return made
    move(found)
    if {unit.pk for unit in deciding} <= last.keys():
        _go_on(found, deciding)
    said: dict[str, Any] = {"competent": competent.code} if competent else {}
    record(found.matter, "stated", texts={"position": made.text}, **said)
    tell_others(actor, found, "stated")
    return made


def _go_on(found: Coordination, deciding: Sequence[Unit]) -> None:
    """All have spoken and do not agree: the next step waits with whoever takes it."""
    if found.state is State.WITH_LEADS:
        named = set(found.referrals.values_list("unit", flat=True))
        for lead in deciding:
            if lead.pk not in named:
                let_wait(found, lead, "refer")
    else:
        let_wait(found, found.matter.drafting_unit, "carry_on" if found.is_dispute else "conclude")


@transaction.atomic
def conclude(actor: Actor, found: Coordination, *, outcome: str) -> Coordination:
    """The province that opened the coordination of a case says what came of it."""
    found = take_up(actor, found, State.OPEN)
    if found.is_dispute or found.matter.drafting_unit_id != actor.unit.pk or not is_stating(actor):
        raise NotAllowed(_("Only the unit that opened the coordination concludes it."))
    if not outcome.strip():
        raise WorkflowError(_("Write the outcome."))
    settle(actor, found, Ground.CONCLUDED, None, outcome.strip())
    return found
