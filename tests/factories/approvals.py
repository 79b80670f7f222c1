"""Chains of a unit, and steps that somebody takes in their house."""

from collections.abc import Iterator
from contextlib import contextmanager

from django_tenants.utils import tenant_context

from collaboration.approval.chains import set_chain
from collaboration.approval.models import Step, StepKind
from collaboration.approval.models.chains import Planned
from collaboration.documents.models import JointDocument
from tenants.identity.actor import Actor
from tenants.identity.roles import Role
from tenants.units.models import Department
from tests.factories.people import make_actor
from tests.ownership import as_owner

SHORT = (Planned(StepKind.REVIEW, role=Role.APPROVER), Planned(StepKind.SIGN_OFF, role=Role.SIGNATORY))


@contextmanager
def at_home(actor: Actor) -> Iterator[None]:
    """Act as somebody in the schema of their unit's tenant, as on the desk."""
    with actor.acting(), tenant_context(actor.unit.tenant):
        yield


def give_chain(code: str, word: str, *steps: Planned, kind: str = "document", **slot: object) -> Actor:
    """Let the unit's administrator set a chain; a short one unless steps are given. Returns who set it."""
    administrator = make_actor(code, Role.UNIT_ADMINISTRATOR)
    with at_home(administrator):
        set_chain(administrator, kind=kind, word=word, steps=steps or SHORT, **slot)
    return administrator


def make_department(code: str, name: str, *people: Actor) -> Department:
    """A part of the unit, with people in it."""
    from tenants.units.models import Unit

    with as_owner():
        made = Department.objects.create(unit=Unit.objects.get(code=code), name=name)
        for person in people:
            person.membership.department = made
            person.membership.save(update_fields=["department"])
    return made


def waiting_step(actor: Actor, document: JointDocument) -> Step:
    """The step that waits for this person."""
    return Step.objects.for_person(actor).waiting().select_related("run").get(run__matter=document.public_id)
