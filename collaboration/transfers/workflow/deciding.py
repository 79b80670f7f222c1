"""A dispute that the units could not settle: carried on, designated, or referred jointly and decided outside."""

from datetime import date

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from collaboration.assistance.models import AssistanceRequest
from collaboration.deadlines import setting
from collaboration.errors import NotAllowed, WorkflowError, WrongState
from collaboration.matters.record import record
from collaboration.notifications.models import Category
from collaboration.notifications.notify import Audience, notify
from collaboration.transfers import rules
from collaboration.transfers.models import Coordination, Referral
from collaboration.transfers.workflow.taking import (
    DESIGNATING,
    REGISTERING,
    Ground,
    State,
    common_superior,
    leads_of,
    let_wait,
    locked,
    move,
    refuse_but_leads,
    refuse_others,
    settle,
    take_up,
    tell_others,
    units_in,
)
from collaboration.worklist import waiting
from tenants.identity.actor import Actor
from tenants.identity.roles import Role
from tenants.units.models import Unit


@transaction.atomic
def carry_on(actor: Actor, found: Coordination) -> Coordination:
    """No agreement: to the common superior inside one province, to the lead units across provinces."""
    found = take_up(actor, found, State.OPEN)
    refuse_others(actor, found)
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
    move(found, State.WITH_SUPERIOR if superior else State.WITH_LEADS)
    role, step = (Role.APPROVER, "designate") if superior else (Role.HANDLER, "state")
    for unit in joining:
        setting.pass_on(found.matter, unit=unit, role=role, step=step, term=DESIGNATING)
    record(found.matter, "carried_on", to=[unit.code for unit in joining])
    notify(found.matter, "carried_on", [Audience(one, roles=(role,)) for one in joining], category=Category.ACTION)
    return found


@transaction.atomic
def designate(actor: Actor, found: Coordination, *, unit: Unit, reason: str) -> Coordination:
    """The common superior says who handles the case, with reasons."""
    found = take_up(actor, found, State.WITH_SUPERIOR)
    if found.superior_id != actor.unit.pk or not actor.has(Role.APPROVER):
        raise NotAllowed(_("Only an approver of the common superior designates."))
    if unit not in units_in(found) or not reason.strip():
        raise WorkflowError(_("Name one of the units, and give the reason."))
    settle(actor, found, Ground.DESIGNATED, unit, reason.strip())
    return found


def proposed_organ(found: Coordination) -> str:
    """The organ that was named last."""
    last = found.referrals.last()
    return last.organ if last else ""


@transaction.atomic
def refer(actor: Actor, found: Coordination, *, organ: str) -> Coordination:
    """Name the competent organ, or join whoever did; once every lead unit names the same, it is referred jointly."""
    found = take_up(actor, found, State.WITH_LEADS)
    leads = refuse_but_leads(actor, found)
    wanted = organ.strip() or proposed_organ(found)
    if not wanted:
        raise WorkflowError(_("Name the competent organ."))
    named = {one.unit_id: one.organ for one in found.referrals.all()}
    if named.get(actor.unit.pk) == wanted:
        raise WrongState(_("Your unit has named this organ already; the other lead units have to join now."))
    Referral.objects.create(coordination=found, unit=actor.unit, organ=wanted, user=actor.user, user_name=actor.name)
    named[actor.unit.pk] = wanted
    waiting.done(found.matter, step="state", unit=actor.unit)
    waiting.done(found.matter, step="refer", unit=actor.unit)
    missing = [lead for lead in leads if named.get(lead.pk) != wanted]
    if missing:
        move(found)
        for lead in missing:
            let_wait(found, lead, "refer")
    else:
        found.organ = wanted
        found.save(update_fields=["organ"])
        waiting.close_all(found.matter)
        move(found, State.REFERRED)
        for lead in leads:
            setting.pass_on(found.matter, unit=lead, role=Role.HANDLER, step="register_decision", term=REGISTERING)
    act = "referral_proposed" if missing else "referred"
    record(found.matter, act, texts={"organ": wanted})
    tell_others(actor, found, act)
    return found


@transaction.atomic
def register_decision(
    actor: Actor, found: Coordination, *, unit: Unit, outcome: str, decision_number: str, decided_on: date, paper: bytes
) -> Coordination:
    """Enter what the competent organ decided, as it came from outside, with its paper."""
    found = take_up(actor, found, State.REFERRED)
    refuse_but_leads(actor, found)
    if unit not in units_in(found) or not outcome.strip() or decided_on > timezone.localdate():
        raise WorkflowError(_("Name one of the units, what was decided, and a day that is not in the future."))
    found.decision_number, found.decided_on = decision_number.strip(), decided_on
    found.decision_paper, found.decision_sha256 = locked(found, paper)
    found.save(update_fields=["decision_number", "decided_on", "decision_paper", "decision_sha256"])
    settle(actor, found, Ground.DECIDED_OUTSIDE, unit, outcome.strip())
    return found


BOUND = {
    Ground.DESIGNATED: gettext_lazy(
        "The common superior designated your unit to handle this case: it is neither declined nor forwarded. "
        "What is missing is asked for by returning it for completion."
    ),
    Ground.DECIDED_OUTSIDE: gettext_lazy(
        "The competent organ decided that your unit handles this case: it is neither declined nor forwarded. "
        "What is missing is asked for by returning it for completion."
    ),
}


def refuse_turning_away(_actor: Actor, request: AssistanceRequest) -> None:
    """Whoever was designated handles the case."""
    if ground := rules.designated(request):
        raise WorkflowError(str(BOUND[Ground(ground)]))
