"""Who takes part in an exchange, and how every step of it begins, moves and ends."""

import hashlib
from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from collaboration.deadlines import setting
from collaboration.deadlines.clock import Term
from collaboration.deadlines.models import CountedIn
from collaboration.errors import NotAllowed, WorkflowError, WrongState
from collaboration.matters import confidences
from collaboration.matters.models import Matter
from collaboration.matters.record import record
from collaboration.notifications.notify import Audience, notify
from collaboration.transfers.models import Coordination, CoordinationState
from collaboration.transfers.workflow.filing import line_of
from collaboration.worklist import waiting
from tenants.identity.actor import Actor
from tenants.identity.roles import Role
from tenants.units.models import Level, Unit

State, Ground = CoordinationState, Coordination.Ground
DESIGNATING = Term(CountedIn.WORKING_DAYS, 7)  # 行政处罚法 article 25: the common superior designates
GOING_ON = Term(CountedIn.WORKING_DAYS, 3)
REGISTERING = Term(CountedIn.WORKING_DAYS, 15)  # until the word of the organ outside has to be here, or be asked after
STATING = (Role.HANDLER, Role.SIGNATORY)
LARGEST_PAPER = 5 * 1024 * 1024
NO_PAPER = gettext_lazy("The proof is a PDF file of at most 5 MB.")


def is_stating(actor: Actor) -> bool:
    """Whether the person speaks for the unit in an exchange."""
    return any(actor.has(role) for role in STATING)


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


def take_up(actor: Actor, found: Coordination, *states: CoordinationState) -> Coordination:
    """The exchange under its matter's lock, while it is time for the step."""
    Matter.objects.select_for_update(no_key=True).filter(pk=found.pk).first()
    fresh = Coordination.objects.visible_to(actor).with_units().filter(pk=found.pk).first()
    if fresh is None or fresh.matter.is_purged:
        raise WrongState(_("This matter is no longer there."))
    if fresh.state not in states:
        raise WrongState(_("It is no longer, or not yet, time for this step."))
    return fresh


def refuse_others(actor: Actor, found: Coordination) -> None:
    """Whoever does not speak for a unit that began it."""
    if actor.unit not in units_in(found) or not is_stating(actor):
        raise NotAllowed(_("Only handlers and signatories of the units in the dispute do this."))


def refuse_but_leads(actor: Actor, found: Coordination) -> list[Unit]:
    """The lead units; whoever does not speak for one of them is refused."""
    leads = leads_of(units_in(found))
    if actor.unit not in leads or not is_stating(actor):
        raise NotAllowed(_("Only the lead units refer it and register what was decided."))
    return leads


def tell_others(actor: Actor, found: Coordination, act: str) -> None:
    """Those who speak for the other units that take part."""
    others = Unit.objects.filter(pk__in=found.matter.parties).exclude(pk=actor.unit.pk).order_by("pk")
    notify(found.matter, act, [Audience(unit, roles=STATING) for unit in others])


def let_wait(found: Coordination, unit: Unit, step: str) -> None:
    """Let a step wait with its term, unless the unit is waited for already: no exchange stands without a clock."""
    if not found.matter.waiting.filter(unit=unit, done_at=None).exists():
        setting.pass_on(found.matter, unit=unit, role=Role.HANDLER, step=step, term=GOING_ON)


def move(found: Coordination, to: CoordinationState | None = None) -> None:
    """Put it into a state, or leave it there, and on top of the lists."""
    matter = found.matter
    matter.changed_at, matter.state = timezone.now(), to or matter.state
    matter.closed_at = matter.changed_at if matter.state == State.SETTLED else None
    matter.save(update_fields=["state", "changed_at", "closed_at"])


def is_paper(data: bytes) -> bool:
    """Whether it is a PDF file of a size that an exchange keeps."""
    return data.startswith(b"%PDF-") and len(data) <= LARGEST_PAPER


def locked(found: Coordination, paper: bytes) -> tuple[bytes, str]:
    """A scanned paper locked with the key of the exchange, and its digest."""
    if not is_paper(paper):
        raise WorkflowError(str(NO_PAPER))
    return confidences.conceal_bytes(found.matter, paper), hashlib.sha256(paper).hexdigest()


def settle(actor: Actor, found: Coordination, ground: str, unit: Unit | None, words: str) -> None:
    """The outcome stands on the exchange and in the history of every case it is about; all are told."""
    found.ground, found.handling_unit, found.outcome, found.settled_by = ground, unit, words, actor.name
    found.decided_on = found.decided_on or timezone.localdate()
    found.save(update_fields=["ground", "handling_unit", "outcome", "settled_by", "decided_on"])
    waiting.close_all(found.matter)
    move(found, State.SETTLED)
    with connection.cursor() as cursor:
        cursor.execute("SELECT transfers_tell_cases(%s)", [found.pk])
    cases = "\n".join(f"{one.unit.name}：{one.case_number}" for one in found.filings.select_related("unit"))
    texts = {"outcome": words, "cases": cases} if cases else {"outcome": words}
    handling: dict[str, Any] = {"handling": unit.code} if unit else {}
    record(found.matter, f"settled_{ground}", texts=texts, **handling)
    tell_others(actor, found, f"settled_{ground}")
