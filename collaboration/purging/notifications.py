"""Who hears of a purge: everybody in the units of the matter, since what they knew is gone."""

from collections.abc import Iterable

from collaboration.matters.models import Matter
from collaboration.notifications.notify import Audience, notify
from collaboration.purging.reading import Thing
from tenants.identity.roles import Role
from tenants.units.models import Unit

EVERYBODY = (Role.HANDLER, Role.SIGNATORY, Role.SEAL_KEEPER, Role.APPROVER, Role.LIAISON)


def purged(thing: Thing, units: Iterable[Unit], *, is_whole: bool) -> None:
    """Tell the parties. The administrator does not see the matter; its public id is all that a notice needs."""
    act = "purged" if is_whole else "part_purged"
    notify(Matter(public_id=thing.object), act, [Audience(unit, roles=EVERYBODY) for unit in units])
