"""The unit that took the case reports back, stage by stage; the transfer is not answered before its end."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from collaboration.assistance.models import AssistanceRequest
from collaboration.assistance.workflow.taking import move
from collaboration.deadlines import setting
from collaboration.deadlines.clock import Term
from collaboration.deadlines.models import CountedIn
from collaboration.errors import NotAllowed, WorkflowError, WrongState
from collaboration.matters.models import Matter
from collaboration.matters.record import record
from collaboration.transfers import notifications, rules
from collaboration.transfers.models import Outcome, Report, Stage
from collaboration.worklist import waiting
from tenants.identity.actor import Actor
from tenants.identity.roles import Role

TERMS = {  # handling: ninety days from the opening of the case (行政处罚法 article 60)
    Stage.VERIFIED: Term(CountedIn.WORKING_DAYS, 15),
    Stage.DECIDED: Term(CountedIn.WORKING_DAYS, 5),
    Stage.HANDLED: Term(CountedIn.CALENDAR_DAYS, 90),
    Stage.CLOSED: Term(CountedIn.WORKING_DAYS, 30),
}
ACTS = {Stage.VERIFIED: "case_verified", Stage.HANDLED: "case_handled", Stage.CLOSED: "case_closed"}


@dataclass(frozen=True)
class Told:
    """What is reported of one stage."""

    stage: str
    happened_on: date
    text: str
    outcome: str = ""
    case_number: str = ""


@transaction.atomic
def report(actor: Actor, request: AssistanceRequest, told: Told) -> Report:
    """Report one stage; the next one waits from now on, until the case has come to its end."""
    Matter.objects.select_for_update(no_key=True).filter(pk=request.pk).first()
    request = AssistanceRequest.objects.with_units().get(pk=request.pk)
    if not rules.takes_over(actor, request):
        raise NotAllowed(_("Only a handler of the unit that took the case over reports back."))
    if told.stage != rules.next_stage(request):
        raise WrongState(_("This stage is not to be reported now; the page shows which one is next."))
    _refuse_incomplete(request, told)
    made = Report.objects.create(
        request=request, stage=told.stage, outcome=told.outcome, happened_on=told.happened_on, text=told.text.strip(),
        case_number=told.case_number.strip(), unit=actor.unit, user=actor.user, user_name=actor.name,
    )  # fmt: skip
    waiting.done(request.matter, step=step_of(Stage(told.stage)), unit=actor.unit)
    wait_for_next(request)
    move(request)
    act = f"case_{told.outcome}" if told.outcome else ACTS[Stage(told.stage)]
    record(request.matter, act, on=told.happened_on.isoformat())
    notifications.of_request(request, act, request.asking_unit)
    return made


def _refuse_incomplete(request: AssistanceRequest, told: Told) -> None:
    if not told.text.strip():
        raise WorkflowError(_("Write the result, and its reasons."))
    if (told.stage == Stage.DECIDED) != (told.outcome in Outcome.values):
        raise WorkflowError(_("Say whether the case was opened."))
    if told.outcome == Outcome.FILED and not told.case_number.strip():
        raise WorkflowError(_("Enter the number under which the case was opened."))
    if told.happened_on > timezone.localdate():
        raise WorkflowError(_("This day lies in the future."))
    before = request.reports.order_by("-happened_on").values_list("happened_on", flat=True).first()
    if before and told.happened_on < before:
        raise WorkflowError(_("This day lies before the stage that was reported last."))


def wait_for_next(request: AssistanceRequest) -> None:
    """Let the next stage wait with its term; silence is warned of, told further up and can be urged."""
    stage = rules.next_stage(request)
    if stage and not request.matter.waiting.filter(step=step_of(stage), done_at=None).exists():
        setting.wait_until(
            request.matter, unit=request.addressee, role=Role.HANDLER, step=step_of(stage), term=TERMS[stage]
        )


def step_of(stage: Stage) -> str:
    """The waiting step of a stage."""
    return f"report_{stage}"


def refuse_reply(_actor: Actor, request: AssistanceRequest) -> None:
    """A transfer is answered once the case has come to its end, and was reported back until then."""
    if rules.is_transfer(request) and not rules.is_reported_to_its_end(request):
        raise WorkflowError(
            _("First report the case back to its end: verified, opened or not, handled, closed. The reply follows.")
        )


def refuse_ending(_actor: Actor, request: AssistanceRequest) -> None:
    """Once the file was taken over the case stays open at the sender until it has come to its end."""
    is_there = rules.is_transfer(request) and request.hand_overs.exclude(taken_at=None).exists()
    if is_there and not rules.is_reported_to_its_end(request):
        raise WorkflowError(
            _("The other unit has taken the case over; it stays open until its end was reported back. "
              "Until then you can ask the other side, urge it, or dispute the jurisdiction.")
        )  # fmt: skip
