"""Matters of a kind that exists in tests alone."""

from collaboration.matters import kinds
from collaboration.matters.models import Matter, Party, Step
from tenants.audit.models import ActKind
from tenants.identity.actor import Actor
from tenants.units.models import Unit
from tests.ownership import as_owner

KIND = "example"
kinds.register(
    KIND,
    kinds.Kind(
        label="Example",
        steps=(),
        titles=lambda ids: dict.fromkeys(Matter.objects.filter(pk__in=ids).values_list("pk", flat=True), "Example"),
        url_name="matters:presence",
        step_labels={},
        state_labels={},
    ),
)


def define_kind() -> None:
    """Acts and steps of the example kind."""
    with as_owner():
        for act in ("opened", "answered"):
            ActKind.objects.get_or_create(kind=KIND, act=act, defaults={"task": ""})
        Step.objects.get_or_create(kind=KIND, from_state="draft", to_state="sent", defaults={"by_drafter": True})
        Step.objects.get_or_create(kind=KIND, from_state="sent", to_state="done", defaults={"by_drafter": False})


def make_matter(actor: Actor, *invited: str, classification: int = 0) -> Matter:
    """A draft of the actor's unit with these units invited."""
    define_kind()
    with actor.acting():
        matter = Matter.objects.create(
            kind=KIND, drafting_unit=actor.unit, state="draft", classification=classification
        )
        for code in invited:
            Party.objects.create(matter=matter, unit=Unit.objects.get(code=code), ground=Party.Ground.INVITED)
        matter.refresh_from_db()
        return matter
