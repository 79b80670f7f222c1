"""Send a request, straight or by way of the superior's decision; complete it, withdraw it, end it."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import uuid4

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from collaboration.assistance import joining, notifications, rules
from collaboration.assistance.catalogue.addressees import Advice, Way, advise, way_between
from collaboration.assistance.catalogue.questions import PAPER, load
from collaboration.assistance.models import AssistanceRequest, Status
from collaboration.assistance.workflow import papers
from collaboration.assistance.workflow.drafting import Wording, change, create
from collaboration.assistance.workflow.taking import move, sides, take_up
from collaboration.casefiles.storing import handed
from collaboration.deadlines import setting
from collaboration.deadlines.calendar import working_days_after
from collaboration.errors import WorkflowError
from collaboration.levels.rules import decider
from collaboration.matters import confidences
from collaboration.matters.models import Party
from collaboration.matters.record import record
from collaboration.worklist import waiting
from tenants.identity.actor import Actor
from tenants.identity.roles import Role
from tenants.units.models import Unit

DAYS_TO_RECEIVE, DAYS_TO_ACCEPT, DAYS_TO_DECIDE = 2, 5, 5  # working days
MOST_ADDRESSEES = 50


def checked(request: AssistanceRequest, addressee: Unit, field: str = "unit") -> Advice | None:
    """What speaks against sending it to this unit; a refusal is raised, for the field in which it was named."""
    kind = request.kind_version.kind
    advice = advise(kind, request.asking_unit, addressee, subject=request.subject, area=request.area)
    if advice is not None and advice.is_refused:
        raise WorkflowError(advice.words, field=field)
    return advice


def missing(request: AssistanceRequest) -> list[str]:
    """The questions that have to be answered before it can be sent."""
    given = {**request.answers, **confidences.reveal(request.matter, request.confidences)}
    asked = [one for one in load(request.kind_version.questions) if one.is_required and one.type != PAPER]
    return [one.words for one in asked if one.name not in given]


def _refuse_incomplete(request: AssistanceRequest) -> None:
    if names := missing(request):
        raise WorkflowError(_("Answer these first: %(questions)s.") % {"questions": _(", ").join(names)})
    papers.refuse(papers.lacking(request))


@transaction.atomic
def send(
    actor: Actor, request: AssistanceRequest, *, also: Sequence[Unit] = (), enclosed: Mapping[str, Any] | None = None
) -> list[AssistanceRequest]:
    """Send it to its addressee, and the same request to further units, each as a request of its own.

    ``enclosed`` says which of the files are the papers that the kind wants. Nothing is sent unless all can be; copies
    that wait for papers, a letter or an approval of their own stay drafts. Across levels each goes to the superior
    first. Gives back what was sent.
    """
    request = take_up(actor, request, rules.SEND)
    if enclosed:
        request.answers |= enclosed
        request.save(update_fields=["answers"])
    further = [unit for unit in dict.fromkeys(also) if unit != request.addressee]
    if len(further) >= MOST_ADDRESSEES:
        words = _("One request goes to at most %(count)d units.") % {"count": MOST_ADDRESSEES}
        raise WorkflowError(words, field="also")
    for unit in further:
        _checked_among(request, unit)
    if further:
        request.bundle = request.bundle or uuid4()
        request.save(update_fields=["bundle"])
    copies = [create(actor, request.kind_version, wording_of(request, unit), bundle=request.bundle,
                     origin=request.origin) for unit in further]  # fmt: skip
    copies = [one for one in copies if not _is_held_back(actor, one)]
    sent = sorted([request, *copies], key=lambda one: one.addressee_id)  # notices lock their readers in this order
    for one in sent:
        _send_one(actor, one)
    return sent


def _checked_among(request: AssistanceRequest, unit: Unit) -> None:
    try:
        checked(request, unit)
    except WorkflowError as error:
        raise WorkflowError(f"{unit.display_name}：{error}", field="also") from error


def _is_held_back(actor: Actor, request: AssistanceRequest) -> bool:
    """Whether something has to come first for this one alone."""
    return bool(papers.lacking(request) or joining.held_back("send", actor, request))


def wording_of(request: AssistanceRequest, addressee: Unit | None = None) -> Wording:
    """What was entered, personal answers included, for the same or another addressee."""
    return Wording(
        title=request.title,
        addressee=addressee or request.addressee,
        wanted_on=request.wanted_on,
        contact=request.contact,
        contact_phone=request.contact_phone,
        outside=request.outside,
        subject=request.subject,
        area=request.area,
        answers={**_without_files(request.answers), **confidences.reveal(request.matter, request.confidences)},
    )


def _without_files(answers: Mapping[str, Any]) -> dict[str, Any]:
    """Files stay with their own request."""
    return {name: one for name, one in answers.items() if not (isinstance(one, dict) and "file" in one)}


def _send_one(actor: Actor, request: AssistanceRequest) -> None:
    _refuse_incomplete(request)
    if request.wanted_on < timezone.localdate():
        raise WorkflowError(_("The day by which it is wanted lies in the past."), field="wanted_on")
    checked(request, request.addressee)
    joining.check("send", actor, request)
    waiting.close_all(request.matter)
    if way_between(request.asking_unit, request.addressee) == Way.DECISION:
        _send_for_decision(request)
    else:
        admit(request, request.addressee, Party.Ground.ASKED)
        move(request, Status.SENT)
        wait_for_receipt(request)
        record(request.matter, "sent", to=request.addressee.code)
        notifications.sent(request, "sent")
    joining.follow("send", actor, request)


def _send_for_decision(request: AssistanceRequest) -> None:
    superior = decider(request.asking_unit, request.addressee)
    if superior is None:
        raise WorkflowError(_("There is no superior unit that could decide on a request between these two levels."))
    admit(request, superior, Party.Ground.DECIDES)
    move(request, Status.LEVEL_DECISION)
    term = setting.on_day(working_days_after(timezone.localdate(), DAYS_TO_DECIDE))
    setting.wait_until(request.matter, unit=superior, role=Role.APPROVER, step="decide_level", term=term)
    record(request.matter, "sent_for_decision", to=request.addressee.code, decider=superior.code)
    notifications.sent_for_decision(request, superior)


def wait_for_receipt(request: AssistanceRequest) -> None:
    """Let the addressee's receipt wait, with its term."""
    term = setting.on_day(working_days_after(timezone.localdate(), DAYS_TO_RECEIVE))
    setting.wait_until(request.matter, unit=request.addressee, role=Role.HANDLER, step="receive", term=term)


def admit(request: AssistanceRequest, unit: Unit, ground: str) -> None:
    """Make a unit a party of the request, on this ground; the database checks that it is the unit's turn."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT assistance_admit(%s, %s, %s)", [request.pk, unit.pk, ground])
    request.matter.refresh_from_db(fields=["parties"])


@transaction.atomic
def complete(actor: Actor, request: AssistanceRequest, wording: Wording, *, revision: int) -> AssistanceRequest:
    """Add what the other side found missing; its term to accept begins anew."""
    request = take_up(actor, request, rules.COMPLETE)
    joining.check("complete", actor, request)
    if wording.addressee != request.addressee:
        raise WorkflowError(_("The addressee stays the same while a request is completed."))
    change(request, wording, revision=revision)
    _refuse_incomplete(request)
    waiting.done(request.matter, step="complete")
    move(request, Status.RECEIVED)
    wait_for_acceptance(request)
    record(request.matter, "completed", revision=request.revision, **handed(actor, request.matter))
    notifications.to_asked(request, "completed")
    joining.follow("complete", actor, request)
    return request


def wait_for_acceptance(request: AssistanceRequest) -> None:
    """Let the addressee's yes or no wait, with its term."""
    term = setting.on_day(working_days_after(timezone.localdate(), DAYS_TO_ACCEPT))
    setting.wait_until(request.matter, unit=request.addressee, role=Role.HANDLER, step="accept", term=term)


@transaction.atomic
def withdraw(actor: Actor, request: AssistanceRequest, *, reason: str) -> AssistanceRequest:
    """Take it back before it is accepted."""
    request = take_up(actor, request, rules.WITHDRAW)
    joining.check("withdraw", actor, request)
    if not reason.strip():
        raise WorkflowError(_("Give the reason."), field="reason")
    waits_for_decision = request.status == Status.LEVEL_DECISION
    waiting.close_all(request.matter)
    move(request, Status.WITHDRAWN)
    among = None if waits_for_decision else sides(request)
    record(request.matter, "withdrawn", texts={"reason": reason.strip()}, among=among)
    if waits_for_decision:
        notifications.taken_from(request, decider(request.asking_unit, request.addressee))
    else:
        notifications.to_asked(request, "withdrawn")
    joining.follow("withdraw", actor, request)
    return request


@transaction.atomic
def end(actor: Actor, request: AssistanceRequest, *, reason: str) -> AssistanceRequest:
    """End the assistance after acceptance 终止协助; the other side hands over what was done with a last note."""
    request = take_up(actor, request, rules.END)
    joining.check("end", actor, request)
    if not reason.strip():
        raise WorkflowError(_("Give the reason."), field="reason")
    waiting.close_all(request.matter)
    move(request, Status.ENDED)
    record(request.matter, "ended", texts={"reason": reason.strip()}, among=sides(request))
    notifications.to_asked(request, "ended")
    joining.follow("end", actor, request)
    return request
