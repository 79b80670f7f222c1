"""Departments and colleagues are asked what they think before the unit answers."""

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from collaboration.approval import rules
from collaboration.approval.models import GATHERING, Act, HouseOpinion, Run, Step, StepKind
from collaboration.approval.words import space_of
from collaboration.approval.workflow import running
from collaboration.errors import NotAllowed, WorkflowError, WrongState
from collaboration.internal.record import record_internally, tell_internally
from collaboration.matters.models import Matter
from collaboration.worklist.models import Waiting
from tenants.identity.actor import Actor
from tenants.identity.models import User
from tenants.units.models import Department

QUOTE = 500


@transaction.atomic
def ask(
    actor: Actor,
    matter: Matter,
    *,
    departments: Sequence[Department] = (),
    people: Sequence[User] = (),
    days: int | None = None,
    words: str = "",
) -> Run:
    """Ask departments and colleagues for their opinions; who was asked already is not asked twice."""
    matter = running.lock(matter)
    if not rules.can_submit(actor):
        raise NotAllowed(_("Only a handler, liaison or signatory asks departments for their opinions."))
    run = _run(actor, matter)
    known = list(run.steps.all())
    at_work = [step for step in known if step.state != Step.State.AGREED]
    departments = [one for one in departments if one.unit_id == actor.unit.pk]
    new = [
        _step(run, days, department_id=one.pk, department_name=one.name)
        for one in departments
        if one.pk not in {step.department_id for step in at_work}
    ]
    new += [
        _step(run, days, person_id=one.pk, person_name=one.name)
        for one in (running.colleague(actor, person) for person in people)
        if one.pk not in {step.person_id for step in at_work}
    ]
    if not new:
        raise WorkflowError(_("Choose at least one department or colleague who was not asked yet."))
    Step.objects.bulk_create(new)
    if run.state != Run.State.RUNNING:
        run.state, run.ended_at = Run.State.RUNNING, None
        run.save(update_fields=["state", "ended_at"])
    told = running.open_position(run, 1, new)
    asked = "、".join(step.department_name or step.person_name for step in new)
    running.note(actor, run, Act.What.SUBMITTED, words=words, to=asked)
    record_internally(matter.public_id, "opinions_asked", run=run.pk, steps=[step.pk for step in new])
    tell_internally(matter.public_id, "opinions_asked", told)
    return run


def _run(actor: Actor, matter: Matter) -> Run:
    space = space_of(matter.kind)
    steps = space.gathers if space else ()
    row = Waiting.objects.visible_to(actor).open().filter(matter=matter, unit=actor.unit, step__in=steps).last()
    if row is None:
        raise WrongState(_("Your unit is not asked for its opinion now."))
    values = {"unit_id": actor.unit.pk, "matter": matter.public_id, "word": GATHERING, "waiting": row.pk}
    known = Run.objects.live().filter(**values).first()
    if known:
        return known
    begun = {"begun_by_id": actor.user.pk, "begun_by_name": actor.name}
    return Run.objects.create(**values, **begun, kind=matter.kind, digest="")


def _step(run: Run, days: int | None, **who: object) -> Step:
    return Step(run=run, unit_id=run.unit_id, position=1, kind=StepKind.OPINION, days=days, **who)


@transaction.atomic
def note_opinion(
    actor: Actor, step: Step, *, text: str, block_id: str = "", quote: str = "", proposed_text: str = ""
) -> HouseOpinion:
    """Write down what one's department thinks; only the house ever reads it."""
    matter, run, step = _take_step(actor, step)
    if not text.strip() and not proposed_text.strip():
        raise WorkflowError(_("Write your opinion, or the wording you propose."))
    place = actor.membership.department
    noted = HouseOpinion.objects.create(
        run=run,
        unit_id=actor.unit.pk,
        matter=matter.public_id,
        author_id=actor.user.pk,
        author_name=actor.name,
        department_name=step.department_name or (place.name if place else ""),
        block_id=block_id,
        quote=quote[:QUOTE],
        text=text.strip(),
        proposed_text=proposed_text.strip(),
    )
    record_internally(matter.public_id, "opinion_noted", run=run.pk, opinion=noted.pk)
    return noted


@transaction.atomic
def give(actor: Actor, step: Step, *, comment: str = "") -> Run:
    """Say that this is all one's department has to say, be it nothing; who asked is told."""
    matter, run, step = _take_step(actor, step)
    step.state, step.agreed_at, step.agreed_by_name = Step.State.AGREED, timezone.now(), actor.name
    step.comment = comment.strip()[: running.WORDS]
    step.save(update_fields=["state", "agreed_at", "agreed_by_name", "comment"])
    running.note(actor, run, Act.What.AGREED, step=step, words=comment)
    is_last = not run.steps.exclude(state=Step.State.AGREED).exists()
    if is_last:
        run.state, run.ended_at = Run.State.APPROVED, timezone.now()
        run.save(update_fields=["state", "ended_at"])
    act = "opinions_complete" if is_last else "opinions_given"
    record_internally(matter.public_id, act, run=run.pk, step=step.pk)
    tell_internally(matter.public_id, act, running.begun_by(run))
    return run


def take_over(actor: Actor, opinion: HouseOpinion) -> None:
    """Mark an internal opinion as taken over into the unit's own; inside the step that does so."""
    opinion.taken_over_at, opinion.taken_over_by = timezone.now(), actor.name
    opinion.save(update_fields=["taken_over_at", "taken_over_by"])
    record_internally(opinion.matter, "opinion_taken_over", opinion=opinion.pk)


def _take_step(actor: Actor, step: Step) -> tuple[Matter, Run, Step]:
    matter, run = running.take_up(actor, step.run)
    fresh = run.steps.filter(pk=step.pk, kind=StepKind.OPINION).first()
    if fresh is None or fresh.state != Step.State.WAITING:
        raise WrongState(_("This step waits no longer."))
    if not fresh.is_for(actor):
        raise NotAllowed(_("This step waits for somebody else."))
    return matter, run, fresh
