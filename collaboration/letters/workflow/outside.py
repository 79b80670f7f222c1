"""Record what happened with a department outside the portal, and keep the register of such departments."""

import base64
from dataclasses import dataclass
from datetime import date

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from collaboration.assistance import notifications as requests
from collaboration.assistance import rules
from collaboration.assistance.models import AssistanceRequest, Status
from collaboration.assistance.workflow.taking import move, take_up
from collaboration.deadlines import setting
from collaboration.errors import NotAllowed, WorkflowError
from collaboration.letters import terms
from collaboration.letters.models import OutsideStep
from collaboration.matters import confidences
from collaboration.matters.record import record
from collaboration.worklist import waiting
from tenants.files import store
from tenants.identity.actor import Actor
from tenants.identity.roles import Role
from tenants.units.models import Level

RECORD = rules.Rule(
    rules.HANDLER, rules.is_asked, frozenset({Status.ACCEPTED}), rules.BY_ASKED_HANDLER
)  # the local member leads (framework agreement, part 2)


@dataclass(frozen=True)
class Happened:
    """What is entered of one step; the paper as it was scanned."""

    sort: str
    happened_on: date
    number: str = ""
    words: str = ""
    file_name: str = ""
    file: bytes = b""


@transaction.atomic
def record_step(actor: Actor, request: AssistanceRequest, happened: Happened) -> OutsideStep:
    """Write a step down, once; its paper lies encrypted with the key of the request."""
    request = take_up(actor, request, RECORD)
    if happened.sort not in terms.steps_for(request):
        raise WorkflowError(_("This request has no such step."))
    if request.outside_steps.filter(sort=happened.sort).exists():
        raise WorkflowError(_("This step was recorded already."), field="sort")
    if happened.happened_on > timezone.localdate():
        raise WorkflowError(_("The day has not come yet."), field="happened_on")
    if happened.sort in terms.NEEDS_PAPER and not happened.file:
        raise WorkflowError(_("Add the paper of this step as a scan."), field="file")
    if happened.sort == OutsideStep.Sort.NOT_FILED and not happened.words.strip():
        raise WorkflowError(_("Give the reason of the police."), field="words")
    kept = ""
    if happened.file:
        file = {"name": happened.file_name, "file": base64.b64encode(happened.file).decode()}
        token = confidences.conceal(request.matter, file)
        kept = store.put(token)
    step = OutsideStep.objects.create(
        request=request, sort=happened.sort, happened_on=happened.happened_on, number=happened.number.strip(),
        words=happened.words.strip(), file_sha256=kept, unit=actor.unit,
        user=actor.user, user_name=actor.name,
    )  # fmt: skip
    _wait(request, step)
    move(request)
    record(request.matter, "step_outside", step=happened.sort, on=happened.happened_on.isoformat())
    requests.to_asking(request, "step_outside")
    return step


def letter_sent(actor: Actor, request: AssistanceRequest, *, number: str) -> None:
    """The sealed letter went to the department: where that is a step of its own, it is written down with it."""
    sort = OutsideStep.Sort.SENT
    if sort in terms.steps_for(request) and not request.outside_steps.filter(sort=sort).exists():
        record_step(actor, request, Happened(sort, timezone.localdate(), number=number))


def _wait(request: AssistanceRequest, step: OutsideStep) -> None:
    """What this step answers waits no longer; what has to follow it waits by its day, late or not."""
    if ended := terms.ENDS_WAITING.get(OutsideStep.Sort(step.sort)):
        waiting.done(request.matter, step=ended)
    following = terms.awaited(request, step.sort, step.happened_on)
    if following is None:
        return
    name, day = following
    ends = [sort for sort, ended in terms.ENDS_WAITING.items() if ended == name]
    if not request.outside_steps.filter(sort__in=ends).exists():
        term = setting.on_day(max(day, timezone.localdate()))
        setting.wait_until(request.matter, unit=request.addressee, role=Role.HANDLER, step=name, term=term)


def paper_of(step: OutsideStep) -> tuple[str, bytes]:
    """The name and the scan of a step. Raises ``Erased`` once the key of its request is gone."""
    kept = confidences.reveal(step.request.matter, store.read(step.file_sha256))
    return kept["name"], base64.b64decode(kept["file"])


def may_keep(actor: Actor, area: str = "") -> bool:
    """Administrators of the office keep the register everywhere, those of a lead unit in its province."""
    if not actor.has(Role.UNIT_ADMINISTRATOR):
        return False
    unit = actor.unit
    return unit.level == Level.OFFICE or (unit.is_lead and area[:2] in ("", unit.code[:2]))


@transaction.atomic
def keep_department(actor: Actor, *, area: str, name: str, contact: str, telephone: str, ends: bool = False) -> None:
    """Add a department, change how it is reached, or let it end today."""
    if not may_keep(actor, area):
        raise NotAllowed(_("The office and the lead unit of the area keep the register."))
    with connection.cursor() as cursor:
        cursor.execute("SELECT letters_keep_department(%s, %s, %s, %s, %s)", [area, name, contact, telephone, ends])
