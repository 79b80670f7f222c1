"""From a person's notices to letters: each notice is sorted once, and each sorted one goes into one letter.

Both happen under the lock of the person's cursor, so a job that runs twice, or beside itself, finds nothing left to do.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db import connection, transaction
from django.utils import timezone

from collaboration.notifications.models import ON_DUTY, Notification
from collaboration.outgoing import lines
from collaboration.outgoing.models import Cursor, Item, Letter, Rhythm
from collaboration.outgoing.rhythm import due_at, wishes
from tenants.identity.models import User


def people_with_something_new() -> list[tuple[int, int]]:
    """Ids of active people whose notices are not all sorted, or whose letters are due; each with their last number."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT person, last FROM outgoing_due()")
        return list(cursor.fetchall())


@transaction.atomic
def prepare_letters(person: User, *, last: int, now: datetime | None = None) -> list[Letter]:
    """Sort the person's notices up to this number and make the letters that are due. Acting as the person."""
    moment = now or timezone.now()
    Cursor.objects.bulk_create([Cursor(user=person)], ignore_conflicts=True)
    cursor = Cursor.objects.visible_to(person).select_for_update().get()
    if last > cursor.last:
        _sort(person, cursor, last=last, now=moment)
    return _compose(person, moment)


def _sort(person: User, cursor: Cursor, *, last: int, now: datetime) -> None:
    """What was read or put away meanwhile needs no letter, and on a way that leads nowhere nothing is kept.

    What reaches somebody because they are on duty leaves at once on every way, whatever they wish for other things.
    """
    wanted, open_ways = wishes(person), lines.open_ways(person)
    fresh = Notification.objects.visible_to(person).filter(number__gt=cursor.last, number__lte=last, read_at=None)
    items = []
    for number, category, reason in fresh.filter(done_at=None).values_list("number", "category", "reason"):
        for way in open_ways:
            rhythm = Rhythm.AT_ONCE if reason == ON_DUTY else wanted.get((way, category), "")
            due = due_at(rhythm, now, hour=cursor.daily_hour)
            if due is not None:
                items.append(Item(user=person, number=number, way=way, due_at=due))
    Item.objects.bulk_create(items, batch_size=500)
    cursor.last = last
    cursor.save(update_fields=["last"])


def _compose(person: User, now: datetime) -> list[Letter]:
    due = Item.objects.visible_to(person).filter(letter=None, due_at__lte=now)
    return [_letter(person, way, due, now) for way in sorted(set(due.values_list("way", flat=True)))]


def _letter(person: User, way: str, due: Iterable[Item], now: datetime) -> Letter:
    letter = Letter.objects.create(user=person, way=way, made_at=now, next_at=now)
    due.filter(way=way).update(letter=letter)
    return letter
