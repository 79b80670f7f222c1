"""Steps of the house on the worklist of those who take them, and in what somebody hands over."""

from collections.abc import Sequence

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from collaboration.approval import words
from collaboration.approval.models import GATHERING, Step
from collaboration.approval.workflow import running
from collaboration.errors import NotAllowed
from collaboration.internal.record import record_internally, tell_internally
from collaboration.matters import telling
from collaboration.matters.models import Matter
from collaboration.worklist.in_house import Inside
from collaboration.worklist.rules import leads
from tenants.identity.actor import Actor
from tenants.identity.models import User

MOST = 200


def waiting_in_house(actor: Actor, whole_unit: bool) -> Sequence[Inside]:
    """What the chains of the unit wait for; one query."""
    rows = Step.objects.visible_to(actor) if whole_unit else Step.objects.for_person(actor)
    return [_inside(step, actor) for step in rows.waiting().select_related("run").order_by("due_on", "pk")[:MOST]]


def _inside(step: Step, actor: Actor) -> Inside:
    return Inside(
        matter=step.run.matter,
        step=what(step),
        url=reverse("approval:house", args=[step.run.matter]) + f"#step-{step.pk}",
        due_on=step.due_on,
        opened_at=step.opened_at,
        holder=step.person_name,
        is_mine=step.person_id in actor.persons,
    )


def what(step: Step) -> str:
    """What has to be done, and before which word of the unit."""
    if step.run.word == GATHERING:
        return step.get_kind_display()
    if step.position == 0:
        return _("Change and submit again: %(word)s") % {"word": words.label(step.run.kind, step.run.word)}
    return f"{step.get_kind_display()} · {words.label(step.run.kind, step.run.word)}"


def _named(actor: Actor, person: User) -> QuerySet[Step]:
    return Step.objects.visible_to(actor).waiting().filter(person_id=person.pk).select_related("run")


def lines_of(actor: Actor, person: User) -> list[str]:
    """The steps a colleague is named for, with the titles of their matters as far as the reader sees them."""
    steps = list(_named(actor, person))
    matters = Matter.objects.visible_to(actor).filter(public_id__in={step.run.matter for step in steps})
    by_id = {matter.public_id: matter for matter in matters}
    titles = telling.titles_of(by_id.values())
    return [f"{what(step)}: {titles.get(by_id[step.run.matter].pk, '')}" for step in steps if step.run.matter in by_id]


def handed_over(actor: Actor, person: User, successor: User) -> int:
    """Let the successor take the steps the person is named for; returns how many."""
    if person != actor.user and not leads(actor):
        raise NotAllowed(_("Only the person, a signatory or an approver can hand over what somebody holds."))
    steps = list(_named(actor, person))
    if steps:
        running.colleague(actor, successor)
    for step in steps:
        step.person_id, step.person_name = successor.pk, successor.name
        step.save(update_fields=["person_id", "person_name"])
        record_internally(step.run.matter, "handed_over", step=step.pk, held_by=person.pk, to=successor.pk)
        tell_internally(step.run.matter, "handed_over", [successor])
    return len(steps)
