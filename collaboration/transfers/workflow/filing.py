"""Cases across units are filed with each side's province, by themselves; it acknowledges them or asks."""

import logging
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from collaboration.assistance.models import AssistanceRequest, Status
from collaboration.deadlines import setting
from collaboration.deadlines.clock import Term
from collaboration.deadlines.models import CountedIn
from collaboration.errors import NotAllowed, WorkflowError, WrongState
from collaboration.matters.models import Matter, Party
from collaboration.matters.record import record, record_carried_out
from collaboration.transfers import notifications, rules
from collaboration.transfers.acts import FILING
from collaboration.transfers.models import Filing, FilingQuery, FilingState, Side
from collaboration.worklist import waiting
from tenants.identity.actor import Actor
from tenants.identity.roles import Role
from tenants.units.models import Level, Unit

logger = logging.getLogger(__name__)
TERM = Term(CountedIn.WORKING_DAYS, 5)
LATELY = timedelta(days=60)  # its job waits in the queue through any outage; this is for what a kill left out
TAKEN_UP = (Status.ACCEPTED, Status.ANSWERED, Status.CLOSED, Status.ENDED)


def is_about_a_case(request: AssistanceRequest) -> bool:
    """Whether the kind asks for the number of a case: enquiries and leads are no cases yet."""
    return any(question["name"] == "case_number" for question in request.kind_version.questions)


def line_of(unit: Unit) -> dict[int, Unit]:
    """The unit and its superiors by their level."""
    found: dict[int, Unit] = {}
    here: Unit | None = unit
    while here is not None:
        found[here.level] = here
        here = here.parent
    return found


@transaction.atomic
def file_case(public_id: UUID) -> int:
    """File the case for both sides, for a job of the system; returns how many filings were missing."""
    Matter.objects.select_for_update(no_key=True).filter(public_id=public_id).first()
    request = AssistanceRequest.objects.with_units().filter(matter__public_id=public_id).first()
    if request is None or request.status not in TAKEN_UP or not is_about_a_case(request):
        return 0
    there = set(Filing.objects.filter(about=public_id).values_list("side", flat=True))
    both = (request.asking_unit, request.addressee)
    is_transfer = rules.is_transfer(request)
    sides = (
        (request.asking_unit, Side.TRANSFERRED if is_transfer else Side.ENTRUSTED),
        (request.addressee, Side.RECEIVED if is_transfer else Side.ASSISTED),
    )
    return sum(_file(request, unit, both[unit == both[0]], side) for unit, side in sides if side not in there)


def _file(request: AssistanceRequest, unit: Unit, other: Unit, side: Side) -> bool:
    line = line_of(unit)
    province = line.get(Level.PROVINCE)
    if province is None or province in (unit, other):  # it knows, being a side itself
        return False
    filer = line.get(Level.CITY, unit)
    matter = Matter.objects.create(
        kind=FILING, drafting_unit=filer, state=FilingState.OPEN, classification=request.matter.classification
    )
    filing = Filing.objects.create(
        matter=matter, about=request.public_id, kind_id=request.kind_version.kind_id, side=side, unit=unit, other=other,
        province=province, title=request.title, case_number=request.written_number, accepted_on=_accepted_on(request),
    )  # fmt: skip
    for party in {province, unit} - {filer}:
        Party.objects.create(matter=matter, unit=party, ground=Party.Ground.TAKES_PART)
    setting.wait_until(matter, unit=province, role=Role.HANDLER, step="acknowledge", term=TERM)
    record_carried_out(matter, "filed", unit_id=filer.pk, about=str(request.public_id), side=str(side))
    notifications.filed(filing)
    return True


def _accepted_on(request: AssistanceRequest) -> date:
    """The day on which it was taken up, however late it is filed."""
    taken = request.matter.waiting.filter(step="accept").exclude(done_at=None).order_by("done_at").last()
    return timezone.localdate(taken.done_at if taken else None)


def catch_up() -> int:
    """File what is missing of cases accepted lately; one that fails holds up no other, and provinces file nothing."""
    filed = Filing.objects.filter(about=OuterRef("matter__public_id"))
    lately = Q(matter__changed_at__gte=timezone.now() - LATELY) & ~Q(
        matter__drafting_unit__level=Level.PROVINCE, addressee__level=Level.PROVINCE
    )
    missing = AssistanceRequest.objects.filter(lately, ~Exists(filed), matter__state__in=TAKEN_UP)
    asked = missing.filter(kind_version__questions__contains=[{"name": "case_number"}])
    done = 0
    for public_id in asked.order_by("pk").values_list("matter__public_id", flat=True):
        try:
            done += file_case(public_id)
        except Exception:  # the next one is owed its filing all the same; this one comes again in ten minutes
            logger.exception("Filing of request %s failed", public_id)
    return done


def _take_up(filing: Filing) -> Filing:
    Matter.objects.select_for_update(no_key=True).filter(pk=filing.pk).first()
    fresh = Filing.objects.with_units().filter(pk=filing.pk).first()
    if fresh is None or fresh.matter.is_purged:
        raise WrongState(_("This matter is no longer there."))
    return fresh


def _move(filing: Filing, state: FilingState) -> None:
    matter = filing.matter
    matter.state, matter.changed_at = state, timezone.now()
    matter.closed_at = matter.changed_at if state is FilingState.ACKNOWLEDGED else None
    matter.save(update_fields=["state", "changed_at", "closed_at"])


@transaction.atomic
def acknowledge(actor: Actor, filing: Filing) -> Filing:
    """Take note of a filed case."""
    filing = _take_up(filing)
    if not rules.keeps_register(actor, filing):
        raise NotAllowed(_("Only a handler or the liaison of the province acknowledges."))
    if filing.state is not FilingState.OPEN:
        raise WrongState(_("There is nothing to acknowledge, or your unit has done so already."))
    filing.acknowledged_at, filing.acknowledged_by = timezone.now(), actor.name
    filing.save(update_fields=["acknowledged_at", "acknowledged_by"])
    waiting.done(filing.matter, step="acknowledge", unit=actor.unit)
    _move(filing, FilingState.ACKNOWLEDGED)
    record(filing.matter, "acknowledged")
    return filing


@transaction.atomic
def ask(actor: Actor, filing: Filing, *, text: str) -> FilingQuery:
    """Query a filed case; the unit whose case it is answers."""
    filing = _take_up(filing)
    if not rules.keeps_register(actor, filing):
        raise NotAllowed(_("Only a handler or the liaison of the province queries."))
    if filing.state is FilingState.QUERIED:
        raise WrongState(_("Your last query has not been answered yet."))
    if not text.strip():
        raise WorkflowError(_("Write what you want to know."))
    asked = FilingQuery.objects.create(filing=filing, text=text.strip(), asked_by=actor.name)
    _move(filing, FilingState.QUERIED)
    setting.pass_on(filing.matter, unit=filing.unit, role=Role.HANDLER, step="answer_query", term=TERM)
    record(filing.matter, "queried", texts={"query": asked.text})
    notifications.of_filing(filing, "queried", filing.unit)
    return asked


@transaction.atomic
def answer(actor: Actor, filing: Filing, *, text: str) -> FilingQuery:
    """Answer what the province asked."""
    filing = _take_up(filing)
    if not rules.answers(actor, filing):
        raise NotAllowed(_("Only the unit whose case it is, or its city-level member, answers."))
    asked = filing.queries.filter(answered_at=None).first()
    if asked is None:
        raise WrongState(_("This query has been answered already."))
    if not text.strip():
        raise WorkflowError(_("Write the answer."))
    asked.answer, asked.answered_by, asked.answered_at = text.strip(), actor.name, timezone.now()
    asked.save(update_fields=["answer", "answered_by", "answered_at"])
    waiting.done(filing.matter, step="answer_query")
    _move(filing, FilingState.ACKNOWLEDGED if filing.acknowledged_at else FilingState.OPEN)
    record(filing.matter, "query_answered", texts={"answer": asked.answer})
    notifications.of_filing(filing, "query_answered", filing.province, is_action=False)
    return asked
