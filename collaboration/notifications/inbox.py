"""What inbox, bell and start page read: notices with titles and reasons in words, over all units of a person."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from collaboration.matters import kinds
from collaboration.matters.models import Matter
from collaboration.matters.telling import titles_of
from collaboration.notifications.models import ON_DUTY, Notification, Subscription
from tenants.audit import acts
from tenants.identity.actor import Actor
from tenants.identity.models import Membership, User
from tenants.identity.roles import Role
from tenants.units.models import Unit

COUNTED = 100  # the bell says 99+ beyond
ROLES = dict(Role.choices)
BELL = """
    SELECT (SELECT count(*) FROM (
                SELECT FROM notifications_notification WHERE user_id = %(user)s AND read_at IS NULL AND done_at IS NULL
                  AND (snoozed_until IS NULL OR snoozed_until <= statement_timestamp()) LIMIT %(most)s) x),
           (SELECT coalesce(max(number), 0) FROM notifications_notification WHERE user_id = %(user)s)
"""


@dataclass(frozen=True, slots=True)
class Bell:
    """How much is unread, up to what people can take in, and the number of the newest notice."""

    unread: int
    last: int


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice in words."""

    number: int
    matter: UUID
    title: str
    kind: str
    act: str
    category: str
    unit: Unit
    why: str
    at: datetime
    is_read: bool
    is_done: bool
    is_back: bool
    snoozed_until: datetime | None
    wish: str


def bell(person: User) -> Bell:
    """What the bell shows, in one query however much there is."""
    with connection.cursor() as cursor:
        cursor.execute(BELL, {"user": person.pk, "most": COUNTED})
        return Bell(*cursor.fetchone())


def newest(person: User, memberships: Sequence[Membership], count: int) -> list[Notice]:
    """The newest notices that lie in the inbox, over all units."""
    return tell(Notification.objects.visible_to(person).open().select_related("unit")[:count], memberships)


def tell(rows: Iterable[Notification], memberships: Sequence[Membership]) -> list[Notice]:
    """Notices with the titles of what they speak of; two queries for each unit among them, and one for all wishes."""
    rows, now = list(rows), timezone.now()
    titles = _titles(rows, memberships)
    wishes = _wishes(rows)
    return [
        Notice(
            number=row.number,
            matter=row.matter,
            title=titles.get((row.unit_id, row.matter), ""),
            kind=str(kinds.kind_of(row.kind).label),
            act=acts.label(row.kind, row.act),
            category=row.get_category_display(),
            unit=row.unit,
            why=why(row),
            at=row.at,
            is_read=row.read_at is not None,
            is_done=row.done_at is not None,
            is_back=row.snoozed_until is not None and row.snoozed_until <= now,
            snoozed_until=row.snoozed_until,
            wish=wishes.get((row.unit_id, row.matter), ""),
        )
        for row in rows
    ]


def why(row: Notification) -> str:
    """The reason why it is this person who is told."""
    if row.reason in ROLES:
        return _("because you are %(role)s of %(unit)s") % {
            "role": ROLES[row.reason],
            "unit": row.unit.display_name,
        }
    if row.reason == ON_DUTY:
        return _("because you are on duty for %(unit)s") % {"unit": row.unit.display_name}
    if row.reason == "follower":
        return _("because you follow this matter")
    if row.reason == "secondary":
        return _("for your information")
    return _("because you were named")


def _titles(rows: Sequence[Notification], memberships: Sequence[Membership]) -> dict[tuple[int, UUID], str]:
    """Each title is read as a member of the unit that the notice is for, not of the one acted for now."""
    found: dict[tuple[int, UUID], str] = {}
    actors = {one.unit_id: Actor(one) for one in memberships if one.handles_content}
    for unit_id in {row.unit_id for row in rows} & set(actors):
        actor = actors[unit_id]
        with actor.acting():
            wanted = {row.matter for row in rows if row.unit_id == unit_id}
            matters = list(Matter.objects.visible_to(actor).filter(public_id__in=wanted))
            titles = titles_of(matters)
        found |= {(unit_id, matter.public_id): titles.get(matter.pk, "") for matter in matters}
    return found


def _wishes(rows: Sequence[Notification]) -> dict[tuple[int, UUID], str]:
    if not rows:
        return {}
    wishes = Subscription.objects.filter(user=rows[0].user_id, matter__in={row.matter for row in rows})
    return {(one.unit_id, one.matter): one.wish for one in wishes}
