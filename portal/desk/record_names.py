"""What the chains of the record speak of, in words."""

from collections.abc import Iterable
from uuid import UUID

from collaboration.matters import kinds
from collaboration.matters.models import Matter
from tenants.identity.actor import Actor
from tenants.identity.models import User
from tenants.units.models import Unit


def names_of_chains(actor: Actor, chains: Iterable[UUID]) -> dict[UUID, str]:
    """Titles of matters, names of people and units, as far as the person may see them; four queries."""
    wanted = list(chains)
    named = {person.public_id: person.name for person in User.objects.filter(public_id__in=wanted)}
    named |= {unit.public_id: unit.display_name for unit in Unit.objects.filter(public_id__in=wanted)}
    matters = list(Matter.objects.visible_to(actor).filter(public_id__in=wanted))
    for kind in {matter.kind for matter in matters}:
        titles = kinds.kind_of(kind).titles([matter.pk for matter in matters if matter.kind == kind])
        named |= {matter.public_id: titles[matter.pk] for matter in matters if matter.pk in titles}
    return named
