"""Who was a member while everything was written, and is none any more: nothing of it is theirs."""

from django.utils import timezone

from tenants.identity.models import Membership
from tests.factories.people import make_actor
from tests.isolation.world import World
from tests.ownership import as_owner

FORMER = "former"


def come(world: World, *codes: str) -> None:
    """Somebody who handles content in each of these units, for now."""
    for code in codes:
        world.people[f"{code} {FORMER}"] = make_actor(code)


def leave(world: World) -> None:
    """Their memberships end."""
    for name, actor in world.people.items():
        if name.endswith(FORMER):
            actor.membership.valid_until = timezone.now()
            with as_owner():
                Membership.objects.filter(pk=actor.membership.pk).update(valid_until=actor.membership.valid_until)
