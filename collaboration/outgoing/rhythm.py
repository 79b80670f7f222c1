"""When a notice leaves: at once, at the next full hour, or at the person's hour of the day in Beijing time."""

from datetime import datetime, timedelta

from django.utils import timezone

from collaboration.notifications.models import Category
from collaboration.outgoing.models import Choice, Rhythm, Way
from tenants.identity.models import User

DEFAULTS = {
    Way.MAIL: {
        Category.ACTION: Rhythm.AT_ONCE,
        Category.DEADLINE: Rhythm.AT_ONCE,
        Category.PROGRESS: Rhythm.DAILY,
        Category.FOLLOWED: Rhythm.DAILY,
        Category.INFORMATION: Rhythm.DAILY,
    }
}


def wishes(person: User) -> dict[tuple[str, str], str]:
    """The person's rhythm for every way and category."""
    wanted = {(way, category): rhythm for way, ones in DEFAULTS.items() for category, rhythm in ones.items()}
    chosen = Choice.objects.visible_to(person).values_list("way", "category", "rhythm")
    return wanted | {(way, category): rhythm for way, category, rhythm in chosen}


def due_at(rhythm: str, now: datetime, *, hour: int) -> datetime | None:
    """When something sorted now leaves; None for never."""
    local = timezone.localtime(now)
    full_hour = local.replace(minute=0, second=0, microsecond=0)
    if rhythm == Rhythm.AT_ONCE:
        return now
    if rhythm == Rhythm.HOURLY:
        return full_hour + timedelta(hours=1)
    if rhythm == Rhythm.DAILY:
        today = full_hour.replace(hour=hour)
        return today if today > local else today + timedelta(days=1)
    return None
