"""Who hands a case over, takes it, reports it back; who answers for a filing."""

from django.db import connection

from collaboration.assistance.models import AssistanceRequest, Status
from collaboration.assistance.rules import asks, is_asked
from collaboration.transfers.models import Filing, HandOver, Outcome, Report, Stage
from tenants.identity.actor import Actor
from tenants.identity.roles import Role

TRANSFER = "transfer"
ANSWERING = (Role.HANDLER, Role.LIAISON)


def is_transfer(request: AssistanceRequest) -> bool:
    """Whether a case goes to another unit with its file."""
    return request.kind_version.kind_id == TRANSFER


def is_running(request: AssistanceRequest) -> bool:
    """Whether it is a transfer that was accepted and is not answered yet."""
    return is_transfer(request) and request.status == Status.ACCEPTED


def open_list(request: AssistanceRequest) -> HandOver | None:
    """The list that is being written, or waits for the other side's signature."""
    return request.hand_overs.filter(taken_at=None, returned_at=None).first()


def hands_over(actor: Actor, request: AssistanceRequest) -> bool:
    """A handler of the unit that transfers the case."""
    return is_running(request) and actor.has(Role.HANDLER) and asks(actor, request)


def takes_over(actor: Actor, request: AssistanceRequest) -> bool:
    """A handler of the unit that the case goes to."""
    return is_running(request) and actor.has(Role.HANDLER) and is_asked(actor, request)


def designated(request: AssistanceRequest) -> str:
    """By whose word the unit that is asked handles the case and nobody else; empty where no such word was given."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT transfers_designated(%s)", [request.pk])
        (ground,) = cursor.fetchone() or (None,)
    return str(ground or "")


def next_stage(request: AssistanceRequest) -> Stage | None:
    """What is to be reported back next; nothing before the file was taken over, nor after the end of the case."""
    reports = {one.stage: one for one in request.reports.all()}
    decided = reports.get(Stage.DECIDED)
    if not request.hand_overs.exclude(taken_at=None).exists() or (decided and decided.outcome == Outcome.NOT_FILED):
        return None
    return next((stage for stage in Stage if stage not in reports), None)


def is_reported_to_its_end(request: AssistanceRequest) -> bool:
    """Whether the case came to its end, opened or not."""
    ends = Report.objects.filter(request=request)
    return ends.filter(stage=Stage.CLOSED).exists() or ends.filter(outcome=Outcome.NOT_FILED).exists()


def keeps_register(actor: Actor, filing: Filing) -> bool:
    """Whoever acknowledges and queries what was filed with the province."""
    return filing.province_id == actor.unit.pk and any(actor.has(role) for role in ANSWERING)


def answers(actor: Actor, filing: Filing) -> bool:
    """The unit whose case it is, or its city-level member."""
    ours = (filing.unit_id, filing.matter.drafting_unit_id)
    return actor.unit.pk in ours and any(actor.has(role) for role in ANSWERING)
