"""Tell people of an act that this transaction has just recorded."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import connection

from collaboration.matters.models import Matter
from collaboration.notifications.models import Category
from tenants.identity.models import User
from tenants.identity.roles import Role
from tenants.units.models import Unit


@dataclass(frozen=True)
class Audience:
    """Who in one unit is told: holders of the roles (the first that fits is the reason), or people by name.

    Whoever is ``on_duty`` is told first of all, on every way that leads to them and whatever they muted. Holders of the
    ``secondary`` roles are told as well, for their information alone.
    """

    unit: Unit
    roles: Sequence[Role] = ()
    users: Sequence[User] = ()
    secondary: Sequence[Role] = ()
    on_duty: Sequence[User] = ()


def notify(
    matter: Matter,
    act: str,
    audience: Iterable[Audience],
    *,
    category: Category = Category.PROGRESS,
    followers: bool = True,
) -> int:
    """Write a notice for everybody in the audience who may see the matter; returns how many. Nobody is told twice.

    Those who follow the matter are told too, in whatever unit, unless ``followers`` is off; an empty audience is
    nobody, followers included. Whoever muted the matter gets the notice put away unseen.
    """
    wanted = [
        {
            "unit": one.unit.pk,
            "roles": [str(role) for role in one.roles],
            "users": [user.pk for user in one.users],
            "secondary": [str(role) for role in one.secondary],
            "on_duty": [user.pk for user in one.on_duty],
        }
        for one in audience
    ]
    if not wanted:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT notify(%s, %s, %s, %s, %s)", [matter.public_id, act, json.dumps(wanted), category, followers]
        )
        return int(cursor.fetchone()[0])
