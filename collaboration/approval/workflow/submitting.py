"""A draft is submitted to the unit's own chain, taken back, or comes back because its text was changed."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from collaboration.approval import rules
from collaboration.approval.asked import Asked, asked
from collaboration.approval.clearance import who_takes
from collaboration.approval.house import in_house
from collaboration.approval.models import GATHERING, Act, Run, Step, StepKind
from collaboration.approval.models.chains import Chain, Planned
from collaboration.approval.words import space_of
from collaboration.approval.workflow import running
from collaboration.errors import NotAllowed, WorkflowError, WrongState
from collaboration.internal.record import record_internally, tell_internally
from collaboration.matters.models import Matter
from tenants.identity.actor import Actor
from tenants.identity.models import User
from tenants.units.models import Department


@transaction.atomic
def submit(actor: Actor, matter: Matter, word: str, *, comment: str = "") -> Run:
    """Submit what the unit would say to its chain; what came back, or was changed meanwhile, begins again."""
    matter = running.lock(matter)
    if not rules.can_submit(actor):
        raise NotAllowed(_("Only a handler, liaison or signatory submits to the unit's approval."))
    space = space_of(matter.kind)
    if space and space.prepare:
        space.prepare(actor, matter, word)
    found = next(iter(asked(actor, matter, [word])), None)
    if found is None or found.chain is None or not found.is_timely:
        raise WrongState(_("Nothing has to be approved here now."))
    run = _again(found) if found.run else _begin(actor, matter, found, found.chain)
    steps = list(run.steps.all())
    _agree_to_the_draft(actor, steps[0], comment)
    told = running.open_position(run, 1, steps)
    running.note(actor, run, Act.What.SUBMITTED, step=steps[0], words=comment)
    record_internally(matter.public_id, "approval_submitted", run=run.pk, word=word, digest=run.digest)
    tell_internally(matter.public_id, "approval_waits", told)
    return run


def _begin(actor: Actor, matter: Matter, found: Asked, chain: Chain) -> Run:
    run = Run.objects.create(
        unit_id=actor.unit.pk,
        matter=matter.public_id,
        kind=matter.kind,
        word=found.word,
        chain=chain,
        waiting=found.waiting.pk if found.waiting else None,
        digest=found.subject.digest,
        begun_by_id=actor.user.pk,
        begun_by_name=actor.name,
    )
    draft = {"kind": StepKind.DRAFT, "person_id": actor.user.pk, "person_name": actor.user.name}
    Step.objects.create(run=run, unit_id=run.unit_id, position=0, **draft)
    for position, planned in enumerate(chain.planned, start=1):
        Step.objects.bulk_create(_planned_steps(run, position, planned))
    return run


def _planned_steps(run: Run, position: int, planned: Planned) -> list[Step]:
    """One step, or one for each department at once."""
    person = User.objects.filter(pk=planned.person).first() if planned.person else None
    plain = {
        "run": run,
        "unit_id": run.unit_id,
        "position": position,
        "kind": planned.kind,
        "role": planned.role,
        "days": planned.days,
        "person_id": person.pk if person else None,
        "person_name": person.name if person else "",
    }
    departments = Department.objects.filter(unit=run.unit_id, pk__in=planned.departments)
    return [Step(**plain, department_id=one.pk, department_name=one.name) for one in departments] or [Step(**plain)]


def _again(found: Asked) -> Run:
    """A run that came back to the draft, or whose text is no longer what was submitted."""
    run = found.run
    assert run is not None  # noqa: S101 - asked for by the caller
    steps = list(run.steps.all())
    if steps[0].state == Step.State.AGREED and not found.has_changed:
        raise WrongState(_("This was submitted already."))
    running.reset(steps, 0)
    run.digest, run.state, run.ended_at = found.subject.digest, Run.State.RUNNING, None
    run.save(update_fields=["digest", "state", "ended_at"])
    return run


def _agree_to_the_draft(actor: Actor, draft: Step, comment: str) -> None:
    draft.state, draft.agreed_at, draft.agreed_by_name = Step.State.AGREED, timezone.now(), actor.name
    draft.comment = comment.strip()[: running.WORDS]
    draft.save(update_fields=["state", "agreed_at", "agreed_by_name", "comment"])


@transaction.atomic
def withdraw(actor: Actor, run: Run, *, reason: str) -> None:
    """Take it back: nothing waits in the house any more, and the word stays unsaid until it is submitted again."""
    matter, run = running.take_up(actor, run)
    if not rules.can_steer(actor, run):
        raise NotAllowed(_("Only who submitted it, a signatory or an approver takes it back."))
    if not reason.strip():
        raise WorkflowError(_("Give the reason why you take it back."))
    told = [person for step in run.steps.filter(state=Step.State.WAITING) for person in running.holders(step)]
    run.state, run.ended_at = Run.State.WITHDRAWN, timezone.now()
    run.save(update_fields=["state", "ended_at"])
    running.note(actor, run, Act.What.WITHDRAWN, words=reason)
    record_internally(matter.public_id, "approval_withdrawn", run=run.pk)
    tell_internally(matter.public_id, "approval_withdrawn", told)


def at_stake(actor: Actor, matter: Matter, words: Iterable[str] | None = None) -> list[str]:
    """Whose agreements a change of the text would make void, in words; to be said before it is saved."""
    with in_house(actor):
        steps = Step.objects.filter(run__in=_touched(actor, matter, words), state=Step.State.AGREED, position__gt=0)
        return [f"{who_takes(step)} {step.agreed_by_name}".strip() for step in steps]


def _touched(actor: Actor, matter: Matter, words: Iterable[str] | None) -> list[Run]:
    """Runs on the way, or complete, whose subject a change of the text changes."""
    runs = Run.objects.visible_to(actor).live().filter(matter=matter.public_id).exclude(word=GATHERING)
    runs = runs.filter(steps__position=0, steps__state=Step.State.AGREED)
    return list(runs if words is None else runs.filter(word__in=list(words)))


def text_changed(actor: Actor, matter: Matter, words: Iterable[str] | None = None) -> int:
    """Make void what the house agreed to before this change; inside the step that changes, as its last statement.

    Runs whose subject is the same as before stay as they are. Returns how many came back.
    """
    with in_house(actor):
        changed = [
            run
            for run in _touched(actor, matter, words)
            if running.subject_of(actor, matter, run.word).digest != run.digest
        ]
        told: dict[int, User] = {}
        for run in changed:
            told |= {person.pk: person for person in _void(actor, run)}
            record_internally(matter.public_id, "approval_voided", run=run.pk)
        if changed:
            tell_internally(matter.public_id, "approval_voided", told.values())
        return len(changed)


def _void(actor: Actor, run: Run) -> list[User]:
    steps = list(run.steps.all())
    told = [person for step in steps if step.state != Step.State.PENDING for person in running.holders(step)]
    running.reset(steps, 0)
    running.open_position(run, 0, steps)
    if run.state != Run.State.RUNNING:
        run.state, run.ended_at = Run.State.RUNNING, None
        run.save(update_fields=["state", "ended_at"])
    running.note(actor, run, Act.What.VOIDED)
    return told
