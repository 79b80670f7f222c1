"""Who has an object open: a row per page, made when it begins to watch and gone when its socket closes."""

from collections.abc import Sequence
from uuid import UUID

from django.db import connection

from tenants.identity.actor import Actor
from tenants.identity.models import User
from tenants.realtime.models import Presence


def arrive(actor: Actor, chain: UUID, page: UUID) -> None:
    """Note that this page of the person's looks at the object."""
    with actor.acting():
        Presence.objects.create(socket=page, chain=chain, user=actor.user, unit=actor.unit)


def depart(actor: Actor, page: UUID) -> None:
    """The page is closed."""
    with actor.acting():
        Presence.objects.filter(socket=page).delete()


def refresh(pages: Sequence[UUID]) -> None:
    """Note that the pages of this process are still open."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT presence_refresh(%s)", [list(pages)])


def others_at(actor: Actor, chain: UUID) -> list[User]:
    """The colleagues of the acting unit that have the object open too."""
    rows = Presence.objects.visible_to(actor).current(chain).exclude(user=actor.user)
    return list(User.objects.filter(pk__in=rows.values("user")).order_by("name", "pk"))
