"""What a person does with notices: read, put away, put off; and with whole matters: follow, mute."""

from datetime import datetime
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from collaboration.errors import WorkflowError
from collaboration.matters.models import Matter
from collaboration.notifications.models import Notification, NotificationQuerySet, Subscription
from tenants.identity.actor import Actor


def read(notices: NotificationQuerySet) -> int:
    """Mark as read; what came back from being put off takes its old place again."""
    return notices.filter(read_at=None).update(read_at=timezone.now(), snoozed_until=None)


def unread(notices: NotificationQuerySet) -> int:
    """Mark as not read, to be counted again."""
    return notices.update(read_at=None)


def put_away(notices: NotificationQuerySet) -> int:
    """Done with: out of the inbox, found again among what is done."""
    now = timezone.now()
    return notices.filter(done_at=None).update(done_at=now, read_at=now, snoozed_until=None)


def take_back(notices: NotificationQuerySet) -> int:
    """Put what was done or put off into the inbox again."""
    return notices.update(done_at=None, snoozed_until=None)


def snooze(notices: NotificationQuerySet, *, until: datetime) -> int:
    """Put off until a moment ahead; then it is unread again."""
    now = timezone.now()
    if until <= now:
        raise WorkflowError(_("Choose a moment that lies ahead."))
    return notices.filter(done_at=None).update(snoozed_until=until, read_at=now)


def of_matter(actor: Actor, matter: UUID) -> NotificationQuerySet:
    """All the person's notices of a matter, in every unit."""
    return Notification.objects.visible_to(actor.user).filter(matter=matter)


def wish(actor: Actor, matter: UUID) -> str:
    """Whether the person follows or mutes the matter in the acting unit; empty for neither."""
    found = Subscription.objects.visible_to(actor).filter(matter=matter).values_list("wish", flat=True).first()
    return found or ""


def follow(actor: Actor, matter: Matter) -> None:
    """Hear of every act on the matter from now on, in the acting unit."""
    _set(actor, matter, Subscription.Wish.FOLLOW)


def mute(actor: Actor, matter: Matter) -> None:
    """Hear of nothing on the matter in the acting unit, and put away what lies there; the worklist stays as it is."""
    _set(actor, matter, Subscription.Wish.MUTE)
    put_away(of_matter(actor, matter.public_id).filter(unit=actor.unit))


def forget(actor: Actor, matter: Matter) -> None:
    """Neither follow nor mute any longer: hear what one's roles hear."""
    Subscription.objects.visible_to(actor).filter(matter=matter.public_id).delete()


def _set(actor: Actor, matter: Matter, chosen: Subscription.Wish) -> None:
    Subscription.objects.update_or_create(
        user=actor.user,
        unit=actor.unit,
        matter=matter.public_id,
        defaults={"wish": chosen, "since": timezone.now()},
    )
