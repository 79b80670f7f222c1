"""Which chain precedes a word; and how the unit's administrator sets one."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _
from psycopg.types.json import Jsonb

from collaboration.approval import rules
from collaboration.approval.house import in_house
from collaboration.approval.models import Chain, StepKind
from collaboration.approval.models.chains import SETTABLE, Planned, chosen
from collaboration.approval.words import Subject, space_of
from collaboration.errors import NotAllowed, WorkflowError
from tenants.identity.actor import Actor
from tenants.units.models import Department

LONGEST = 12


def chain_for(actor: Actor, kind: str, word: str, subject: Subject, at: datetime) -> Chain | None:
    """The acting unit's chain for this word as it held at that moment; None where it has none."""
    found = Chain.objects.of(actor.unit, kind).filter(word=word)
    return chosen(found, word=word, variant=subject.variant, is_normative=subject.is_normative, at=at)


@transaction.atomic
def set_chain(
    actor: Actor, *, kind: str, word: str, steps: Sequence[Planned], variant: str = "", is_normative: bool = False
) -> None:
    """Set the next version of a chain; no steps end it. What waits already keeps the chain it began with."""
    if not rules.can_set(actor):
        raise NotAllowed(_("Only the administrator of the unit sets its chains of approval."))
    space = space_of(kind)
    if space is None or word not in space.words or (variant and variant not in space.variants):
        raise WorkflowError(_("There is no such word of a unit."))
    _check(actor, steps)
    values: list[Any] = [kind, word, variant, is_normative, Jsonb([step.to_json() for step in steps])]
    with in_house(actor), connection.cursor() as cursor:
        cursor.execute("SELECT approval_set_chain(%s, %s, %s, %s, %s)", values)


def _check(actor: Actor, steps: Sequence[Planned]) -> None:
    if len(steps) > LONGEST:
        raise WorkflowError(_("A chain has at most %(number)d steps.") % {"number": LONGEST})
    own = set(Department.objects.filter(unit=actor.unit).values_list("pk", flat=True))
    for step in steps:
        if step.kind not in SETTABLE:
            raise WorkflowError(_("This is no step of a chain."))
        if not set(step.departments) <= own:
            raise WorkflowError(_("Only departments of your own unit can be chosen."))
        if step.kind == StepKind.DEPARTMENTS and not step.departments:
            raise WorkflowError(_("Choose the departments that countersign."))
        if not (step.role or step.person or step.departments):
            raise WorkflowError(_("Say of every step who takes it: a role, a person or departments."))
