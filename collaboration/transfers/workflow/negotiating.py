"""Open an exchange among units, state positions, prove who opened a case first; agree, or carry it on."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from collaboration.deadlines import setting
from collaboration.deadlines.clock import Term
from collaboration.deadlines.models import CountedIn
from collaboration.errors import NotAllowed, WorkflowError, WrongState
from collaboration.matters.models import Matter, Party
from collaboration.matters.record import record
from collaboration.notifications.models import Category
from collaboration.notifications.notify import Audience, notify
from collaboration.transfers.acts import COORDINATION
from collaboration.transfers.models import Coordination, CoordinationState, FirstFiling, Position
from collaboration.transfers.workflow.filing import line_of
from collaboration.worklist import waiting
from tenants.identity.actor import Actor
from tenants.identity.roles import Role
from tenants.units.models import Level, Unit

State, Ground = CoordinationState, Coordination.Ground
DESIGNATING = Term(CountedIn.WORKING_DAYS, 7)  # 行政处罚法 article 25: the common superior designates
MOST_UNITS, LARGEST_PROOF = 8, 5 * 1024 * 1024
STATING = (Role.HANDLER, Role.SIGNATORY)


@dataclass(frozen=True)
class Opening:
    """What is to be settled, with whom, and until when."""

    purpose: str
    subject: str
    question: str
    until: date
    units: Sequence[Unit]
    about: UUID | None = None


def units_in(found: Coordination) -> list[Unit]:
    """The units that began it, with everything above them."""
    return list(Unit.objects.filter(pk__in=found.units).select_related("parent__parent__parent"))


def leads_of(units: Sequence[Unit]) -> list[Unit]:
    """The lead unit of each province among them."""
    return list({lead.pk: lead for unit in units if (lead := line_of(unit).get(Level.PROVINCE))}.values())


def common_superior(units: Sequence[Unit]) -> Unit | None:
    """The nearest unit above all, or one of them that stands above the others; none across provinces."""
    lines = [[one for one in line_of(unit).values() if one.level] for unit in units]
    return next((one for one in lines[0] if all(one in line for line in lines)), None)


@transaction.atomic
def begin(actor: Actor, opening: Opening) -> Coordination:
    """Begin the exchange; every unit's position waits until the day that was set."""
    if not any(actor.has(role) for role in STATING):
        raise NotAllowed(_("Only a handler or signatory opens this."))
    units = [unit for unit in dict.fromkeys(opening.units) if unit != actor.unit]
    if not 0 < len(units) < MOST_UNITS or any(not unit.level for unit in units):
        raise WorkflowError(_("Name the other units, at most %(count)d.") % {"count": MOST_UNITS - 1})
    if opening.until <= timezone.localdate():
        raise WorkflowError(_("This day lies in the past."))
    matter = Matter.objects.create(kind=COORDINATION, drafting_unit=actor.unit, state=State.DRAFT)
    found = Coordination.objects.create(
        matter=matter, purpose=opening.purpose, about=opening.about, subject=opening.subject.strip(),
        question=opening.question.strip(), until=opening.until, units=[unit.pk for unit in (actor.unit, *units)],
    )  # fmt: skip
    for unit in units:
        Party.objects.create(matter=matter, unit=unit, ground=Party.Ground.TAKES_PART)
    _move(found, State.OPEN)
    for unit in [actor.unit, *units]:
        setting.wait_until(matter, unit=unit, role=Role.HANDLER, step="state", term=setting.on_day(opening.until))
    record(matter, "opened", units=[unit.code for unit in units], purpose=opening.purpose)
    notify(matter, "opened", [Audience(unit, roles=STATING) for unit in units], category=Category.ACTION)
    return found


@transaction.atomic
def prove_filing(
    actor: Actor, found: Coordination, *, filed_at: datetime, case_number: str, proof: bytes
) -> FirstFiling:
    """Enter when the unit first opened the case, with the paper that shows it; once, and never in the future."""
    found = _take_up(actor, found, State.OPEN)
    _refuse_others(actor, found)
    if not found.is_dispute or found.filings.filter(unit=actor.unit).exists():
        raise WrongState(_("Your unit has entered this already."))
    if filed_at > timezone.now() or not case_number.strip():
        raise WorkflowError(_("Enter the number of the case, and a time that is not in the future."))
    if not proof.startswith(b"%PDF-") or len(proof) > LARGEST_PROOF:
        raise WorkflowError(_("The proof is a PDF file of at most 5 MB."))
    made = FirstFiling.objects.create(
        coordination=found, unit=actor.unit, filed_at=filed_at, case_number=case_number.strip(), proof=proof,
        proof_sha256=hashlib.sha256(proof).hexdigest(), user=actor.user, user_name=actor.name,
    )  # fmt: skip
    record(found.matter, "filing_proved", at=filed_at.isoformat(), sha256=made.proof_sha256)
    _tell_others(actor, found, "filing_proved")
    return made


@transaction.atomic
def state(actor: Actor, found: Coordination, *, text: str, competent: Unit | None = None) -> Position:
    """Say one's position; when all who decide now name the same unit, the dispute is settled by that."""
    found = _take_up(actor, found, State.OPEN, State.WITH_LEADS)
    deciding = units_in(found) if found.state is State.OPEN else leads_of(units_in(found))
    if actor.unit not in deciding or not any(actor.has(role) for role in STATING):
        raise NotAllowed(_("Only handlers and signatories of the units that settle this state a position."))
    if not text.strip() or (found.is_dispute and competent not in units_in(found)):
        raise WorkflowError(_("Write your position, and name the unit you hold competent."))
    made = Position.objects.create(
        coordination=found,
        unit=actor.unit,
        competent=competent,
        text=text.strip(),
        user=actor.user,
        user_name=actor.name,
    )
    waiting.done(found.matter, step="state", unit=actor.unit)
    last = {one.unit_id: one.competent_id for one in found.positions.all()}
    named = {last.get(unit.pk) for unit in deciding}
    if found.is_dispute and len(named) == 1 and competent is not None:
        ground = Ground.AGREED if found.state is State.OPEN else Ground.AGREED_BY_LEADS
        _settle(actor, found, ground, competent, text.strip())
        return made
    _move(found)
    said: dict[str, Any] = {"competent": competent.code} if competent else {}
    record(found.matter, "stated", texts={"position": made.text}, **said)
    _tell_others(actor, found, "stated")
    return made


@transaction.atomic
def conclude(actor: Actor, found: Coordination, *, outcome: str) -> Coordination:
    """The province that opened the coordination of a case says what came of it."""
    found = _take_up(actor, found, State.OPEN)
    if found.is_dispute or found.matter.drafting_unit_id != actor.unit.pk or not any(actor.has(r) for r in STATING):
        raise NotAllowed(_("Only the unit that opened the coordination concludes it."))
    if not outcome.strip():
        raise WorkflowError(_("Write the outcome."))
    _settle(actor, found, Ground.CONCLUDED, None, outcome.strip())
    return found


@transaction.atomic
def carry_on(actor: Actor, found: Coordination) -> Coordination:
    """No agreement: to the common superior inside one province, to the lead units across provinces."""
    found = _take_up(actor, found, State.OPEN)
    _refuse_others(actor, found)
    units = units_in(found)
    stated = set(found.positions.values_list("unit", flat=True))
    if not found.is_dispute or (timezone.localdate() <= found.until and not {unit.pk for unit in units} <= stated):
        raise WrongState(_("First every unit states its position, or the day until which you negotiate passes."))
    superior = common_superior(units)
    joining = [superior] if superior else leads_of(units)
    waiting.close_all(found.matter)
    for unit in joining:
        with connection.cursor() as cursor:
            cursor.execute("SELECT transfers_bring_in(%s, %s)", [found.pk, unit.pk])
    found.matter.refresh_from_db(fields=["parties"])
    found.superior = superior
    found.save(update_fields=["superior"])
    _move(found, State.WITH_SUPERIOR if superior else State.WITH_LEADS)
    role, step = (Role.APPROVER, "designate") if superior else (Role.HANDLER, "state")
    for unit in joining:
        setting.pass_on(found.matter, unit=unit, role=role, step=step, term=DESIGNATING)
    record(found.matter, "carried_on", to=[unit.code for unit in joining])
    notify(found.matter, "carried_on", [Audience(one, roles=(role,)) for one in joining], category=Category.ACTION)
    return found


@transaction.atomic
def designate(actor: Actor, found: Coordination, *, unit: Unit, reason: str) -> Coordination:
    """The common superior says who handles the case, with reasons."""
    found = _take_up(actor, found, State.WITH_SUPERIOR)
    if found.superior_id != actor.unit.pk or not actor.has(Role.APPROVER):
        raise NotAllowed(_("Only an approver of the common superior designates."))
    if unit not in units_in(found) or not reason.strip():
        raise WorkflowError(_("Name one of the units, and give the reason."))
    _settle(actor, found, Ground.DESIGNATED, unit, reason.strip())
    return found


@transaction.atomic
def refer(actor: Actor, found: Coordination, *, organ: str) -> Coordination:
    """The lead units refer it jointly: the first one names the organ, the other one joins."""
    found = _take_up(actor, found, State.WITH_LEADS)
    if actor.unit not in leads_of(units_in(found)) or not any(actor.has(role) for role in STATING):
        raise NotAllowed(_("Only the lead units refer it to the competent organ."))
    if found.referred_by_id == actor.unit.pk:
        raise WrongState(_("The other lead unit has to join now."))
    if found.referred_by_id is None:
        if not organ.strip():
            raise WorkflowError(_("Name the competent organ."))
        found.referred_by, found.organ = actor.unit, organ.strip()
        found.save(update_fields=["referred_by", "organ"])
        _move(found)
        act = "referral_proposed"
    else:
        waiting.close_all(found.matter)
        _move(found, State.REFERRED)
        for unit in leads_of(units_in(found)):
            waiting.open_step(found.matter, unit=unit, role=Role.HANDLER, step="register_decision")
        act = "referred"
    record(found.matter, act, texts={"organ": found.organ})
    _tell_others(actor, found, act)
    return found


@transaction.atomic
def register_decision(
    actor: Actor, found: Coordination, *, unit: Unit, outcome: str, decision_number: str, decided_on: date
) -> Coordination:
    """Enter what the competent organ decided, as it came from outside."""
    found = _take_up(actor, found, State.REFERRED)
    if actor.unit not in leads_of(units_in(found)) or not any(actor.has(role) for role in STATING):
        raise NotAllowed(_("Only the lead units register the decision."))
    if unit not in units_in(found) or not outcome.strip() or decided_on > timezone.localdate():
        raise WorkflowError(_("Name one of the units, what was decided, and a day that is not in the future."))
    found.decision_number, found.decided_on = decision_number.strip(), decided_on
    found.save(update_fields=["decision_number", "decided_on"])
    _settle(actor, found, Ground.DECIDED_OUTSIDE, unit, outcome.strip())
    return found


def _settle(actor: Actor, found: Coordination, ground: str, unit: Unit | None, words: str) -> None:
    """The outcome stands on the exchange, and with it on the case of every unit in it; all are told."""
    found.ground, found.handling_unit, found.outcome, found.settled_by = ground, unit, words, actor.name
    found.decided_on = found.decided_on or timezone.localdate()
    found.save(update_fields=["ground", "handling_unit", "outcome", "settled_by", "decided_on"])
    waiting.close_all(found.matter)
    _move(found, State.SETTLED)
    cases = "\n".join(f"{one.unit.name}：{one.case_number}" for one in found.filings.select_related("unit"))
    texts = {"outcome": words, "cases": cases} if cases else {"outcome": words}
    handling: dict[str, Any] = {"handling": unit.code} if unit else {}
    record(found.matter, f"settled_{ground}", texts=texts, **handling)
    _tell_others(actor, found, f"settled_{ground}")


def _take_up(actor: Actor, found: Coordination, *states: CoordinationState) -> Coordination:
    Matter.objects.select_for_update(no_key=True).filter(pk=found.pk).first()
    fresh = Coordination.objects.visible_to(actor).with_units().filter(pk=found.pk).first()
    if fresh is None or fresh.matter.is_purged:
        raise WrongState(_("This matter is no longer there."))
    if fresh.state not in states:
        raise WrongState(_("It is no longer, or not yet, time for this step."))
    return fresh


def _refuse_others(actor: Actor, found: Coordination) -> None:
    if actor.unit not in units_in(found) or not any(actor.has(role) for role in STATING):
        raise NotAllowed(_("Only handlers and signatories of the units in the dispute do this."))


def _tell_others(actor: Actor, found: Coordination, act: str) -> None:
    others = Unit.objects.filter(pk__in=found.matter.parties).exclude(pk=actor.unit.pk).order_by("pk")
    notify(found.matter, act, [Audience(unit, roles=STATING) for unit in others])


def _move(found: Coordination, to: CoordinationState | None = None) -> None:
    matter = found.matter
    matter.changed_at, matter.state = timezone.now(), to or matter.state
    matter.closed_at = matter.changed_at if matter.state == State.SETTLED else None
    matter.save(update_fields=["state", "changed_at", "closed_at"])
