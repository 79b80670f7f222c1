"""What every act on a run has in common: it is taken up under the matter's lock, opened steps are told of."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from collaboration.approval.models import Act, Run, Step
from collaboration.approval.models.runs import by_position, fields_of
from collaboration.approval.rules import ABLE
from collaboration.approval.words import Subject, space_of
from collaboration.deadlines.calendar import WorkingDays
from collaboration.errors import WorkflowError, WrongState
from collaboration.matters.models import Matter
from collaboration.worklist.models import Waiting
from tenants.identity.actor import Actor
from tenants.identity.models import Membership, User

WORDS = 1000


def lock(matter: Matter) -> Matter:
    """The matter as it is now, locked; of two people at once the second waits here."""
    locked = Matter.objects.select_for_update(no_key=True).filter(pk=matter.pk).first()
    if locked is None or locked.is_purged:
        raise WrongState(_("This matter is no longer there."))
    return locked


def take_up(actor: Actor, run: Run) -> tuple[Matter, Run]:
    """The run as it is now, under its matter's lock, while it is at work."""
    matter = Matter.objects.visible_to(actor).filter(public_id=run.matter).first()
    if matter is None:
        raise WrongState(_("This matter is no longer there."))
    locked = lock(matter)
    fresh = Run.objects.visible_to(actor).live().filter(pk=run.pk).first()
    if fresh is None:
        raise WrongState(_("This approval has ended."))
    return locked, fresh


def subject_of(actor: Actor, matter: Matter, word: str) -> Subject:
    """What would be agreed to now."""
    space = space_of(matter.kind)
    if space is None:
        raise WrongState(_("Nothing is approved in the house on matters of this kind."))
    return space.subject(actor, matter, word)


def open_position(run: Run, position: int, steps: Iterable[Step]) -> list[User]:
    """Let the steps of one position wait; a person who has left gives way to the role. Returns whom to tell."""
    calendar, latest = WorkingDays.load(), latest_day(run)
    people: dict[int, User] = {}
    for step in steps:
        if step.position != position or step.state == Step.State.AGREED:
            continue
        open_step(run, step, calendar, latest)
        people |= {person.pk: person for person in holders(step)}
    return list(people.values())


def open_step(run: Run, step: Step, calendar: WorkingDays, latest: date | None) -> None:
    """Let one step wait, until its own day, never longer than the unit is given."""
    today = timezone.localdate()
    own = calendar.after(today, step.days) if step.days else None
    step.state, step.opened_at = Step.State.WAITING, timezone.now()
    step.due_on = min((day for day in (own, latest) if day), default=None)
    fields = ["state", "opened_at", "due_on"]
    if step.person_id and not _able(step).filter(user=step.person_id).exists():
        step.person_id, step.person_name = None, ""
        fields += ["person_id", "person_name"]
    step.save(update_fields=fields)


def latest_day(run: Run) -> date | None:
    """Until when the unit's word itself is due."""
    row = Waiting.objects.filter(pk=run.waiting).first() if run.waiting else None
    return row.due_on if row else None


def _able(step: Step) -> QuerySet[Membership]:
    return Membership.objects.valid().filter(unit=step.unit_id, roles__overlap=sorted(ABLE))


def holders(step: Step) -> list[User]:
    """The people who may take a step."""
    places = _able(step)
    if step.person_id:
        places = places.filter(user=step.person_id)
    else:
        places = places.filter(roles__contains=[step.role]) if step.role else places
        places = places.filter(department=step.department_id) if step.department_id else places
    return list(User.objects.filter(pk__in=places.values("user")).order_by("pk"))


def colleague(actor: Actor, person: User) -> User:
    """Somebody of the house who works on matters."""
    if not Membership.objects.valid().filter(unit=actor.unit, user=person, roles__overlap=sorted(ABLE)).exists():
        raise WorkflowError(_("%(name)s does not work on matters of your unit.") % {"name": person.name})
    return person


def note(
    actor: Actor, run: Run, what: str, *, step: Step | None = None, words: str = "", to: str = "", to_kind: str = ""
) -> Act:
    """Write an act down."""
    kind = step.kind if step else ""
    return Act.objects.create(
        run=run,
        what=what,
        step_kind=kind,
        words=words.strip()[:WORDS],
        to_name=to[:140],
        to_kind=to_kind,
        **fields_of(actor),
    )


def begun_by(run: Run) -> list[User]:
    """Who submitted it."""
    return list(User.objects.filter(pk=run.begun_by_id))


def reset(steps: Sequence[Step], since: int) -> None:
    """Steps from a position on are to be taken again; what was said stays among the acts."""
    for step in steps:
        if step.position >= since:
            step.state, step.agreed_at, step.agreed_by_name, step.comment = Step.State.PENDING, None, "", ""
            step.opened_at = step.due_on = None
            step.save(update_fields=["state", "agreed_at", "agreed_by_name", "comment", "opened_at", "due_on"])


def positions(run: Run) -> dict[int, list[Step]]:
    """The steps of a run, those taken at once together."""
    return by_position(run.steps.all())
