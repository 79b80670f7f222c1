"""Write a request down, change it, or give it up before it is sent."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from collaboration.assistance import joining, rules
from collaboration.assistance.case_numbers import plain_number
from collaboration.assistance.catalogue.questions import PAPER, Question, load
from collaboration.assistance.models import AssistanceRequest, KindVersion, Status, Subject
from collaboration.assistance.workflow.taking import move, take_up
from collaboration.errors import NotAllowed, Stale, WrongState
from collaboration.matters import confidences
from collaboration.matters.models import Matter
from collaboration.matters.record import record
from collaboration.worklist import waiting
from tenants.identity.actor import Actor
from tenants.identity.roles import Role
from tenants.units.models import Unit

WRITTEN = ("title", "addressee", "wanted_on", "contact", "contact_phone", "outside", "subject", "area")


@dataclass(frozen=True)
class Wording:
    """Everything that the asking unit enters. ``answers`` are those to the questions of the kind, personal ones too."""

    title: str
    addressee: Unit
    wanted_on: date
    contact: str
    contact_phone: str
    outside: str = ""
    subject: Subject | None = None
    area: str = ""
    answers: Mapping[str, Any] = field(default_factory=dict)


@transaction.atomic
def create(
    actor: Actor,
    kind_version: KindVersion,
    wording: Wording,
    *,
    form_key: UUID | None = None,
    bundle: UUID | None = None,
    origin: AssistanceRequest | None = None,
) -> AssistanceRequest:
    """A draft of the acting unit. The same form handed in twice gives the same draft."""
    if not actor.has(Role.HANDLER) or not actor.unit.level:
        raise NotAllowed(_("Only a handler can ask another unit for help."))
    key = form_key or uuid4()
    made = AssistanceRequest.objects.visible_to(actor).filter(form_key=key).select_related("matter").first()
    if made is not None:
        return made
    try:
        with transaction.atomic():
            matter = Matter.objects.create(kind="assistance", drafting_unit=actor.unit, state=Status.DRAFT)
            request = AssistanceRequest(
                matter=matter, kind_version=kind_version, form_key=key, bundle=bundle, origin=origin
            )
            write(request, wording)
            request.save(force_insert=True)
    except IntegrityError as error:  # the same form at the same moment, or the key of somebody else's
        made = AssistanceRequest.objects.visible_to(actor).filter(form_key=key).select_related("matter").first()
        if made is None:
            raise WrongState(_("This form was handed in already; open it anew.")) from error
        return made
    waiting.open_step(matter, unit=actor.unit, role=Role.HANDLER, step="send")
    record(matter, "created", kind=kind_version.kind_id, version=kind_version.number)
    return request


@transaction.atomic
def save(actor: Actor, request: AssistanceRequest, wording: Wording, *, revision: int) -> AssistanceRequest:
    """Change a draft; whoever looked at an older one than is there now is told, and nothing is overwritten."""
    request = take_up(actor, request, rules.EDIT)
    if wording.addressee != request.addressee:
        joining.check("readdress", actor, request)
    change(request, wording, revision=revision)
    move(request)
    record(request.matter, "saved", revision=request.revision)
    return request


def change(request: AssistanceRequest, wording: Wording, *, revision: int) -> None:
    """Write the wording over the one of this revision, as part of a step."""
    if request.revision != revision:
        raise Stale(_("Somebody else has changed this request in the meantime; compare it with what you entered."))
    request.revision += 1
    write(request, wording)
    request.save(update_fields=[*WRITTEN, "answers", "confidences", "case_number", "revision"])


@transaction.atomic
def discard(actor: Actor, request: AssistanceRequest) -> None:
    """Give a draft up; nobody outside the unit ever learns of it."""
    request = take_up(actor, request, rules.EDIT)
    waiting.close_all(request.matter)
    move(request, Status.WITHDRAWN)
    record(request.matter, "discarded")


def write(request: AssistanceRequest, wording: Wording) -> None:
    """Put the wording into the row; personal answers go in encrypted."""
    questions = load(request.kind_version.questions)
    for name in WRITTEN:
        setattr(request, name, getattr(wording, name))
    enclosed = {one.name: request.answers[one.name] for one in questions
                if one.type == PAPER and one.name in request.answers}  # fmt: skip
    given, personal = parted(questions, wording.answers)
    request.answers = {**enclosed, **given}
    request.confidences = confidences.conceal(request.matter, personal)
    request.case_number = plain_number(str(request.answers.get("case_number", "")))


def parted(questions: list[Question], answers: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The answers to open questions, and those to personal ones."""
    personal = {one.name for one in questions if one.is_personal}
    known = {one.name for one in questions}
    return (
        {name: value for name, value in answers.items() if name in known - personal},
        {name: value for name, value in answers.items() if name in personal},
    )
