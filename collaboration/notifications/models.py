"""Notices: one row per person and unit, numbered without gaps per person, written in the step's transaction."""

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from collaboration.matters.models import Matter
from tenants.identity.actor import Actor
from tenants.identity.models import User
from tenants.units.models import Unit


class Category(models.TextChoices):
    """What a notice is for: filters of the inbox and a person's wishes about mail go by it."""

    ACTION = "action", pgettext_lazy("kind of notice", "For me to act on")
    DEADLINE = "deadline", pgettext_lazy("kind of notice", "Deadlines and urging")
    PROGRESS = "progress", pgettext_lazy("kind of notice", "Progress")
    FOLLOWED = "followed", pgettext_lazy("kind of notice", "Followed matters")
    INFORMATION = "information", pgettext_lazy("kind of notice", "For information")


ON_DUTY = "on_duty"  # the reason that lets a notice leave at once, whatever its reader wishes


class Counter(models.Model):
    """The last number given to a person; its row is the lock that keeps the numbers gapless."""

    user = models.OneToOneField(User, models.PROTECT, primary_key=True, related_name="+")
    last = models.BigIntegerField(default=0)


class NotificationQuerySet(models.QuerySet["Notification"]):
    def visible_to(self, person: User) -> Self:
        """The person's own notices, of all their units; row security leaves out what they may no longer see."""
        return self.filter(user=person)

    def unread(self) -> Self:
        """What the bell counts: neither read nor done nor put off until later."""
        return self.filter(read_at=None, done_at=None).exclude(snoozed_until__gt=timezone.now())

    def open(self) -> Self:
        """What lies in the inbox, without what was put off."""
        return self.filter(done_at=None, snoozed_until=None)

    def come_back(self) -> Self:
        """What was put off until a moment that has come."""
        return self.filter(done_at=None, snoozed_until__lte=timezone.now())

    def snoozed(self) -> Self:
        """What is put off until a moment that lies ahead."""
        return self.filter(done_at=None, snoozed_until__gt=timezone.now())

    def done(self) -> Self:
        """What the person has put away."""
        return self.exclude(done_at=None)


class Notification(models.Model):
    """A person is told of an act, for one unit, with the reason why it is they who are told."""

    pk = models.CompositePrimaryKey("user_id", "number")
    user = models.ForeignKey(User, models.PROTECT, related_name="notifications")
    number = models.BigIntegerField()
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    matter = models.UUIDField()
    kind = models.CharField(max_length=30)
    act = models.CharField(max_length=40)
    reason = models.CharField(max_length=30)  # a role, or: on_duty, named, secondary, follower
    category = models.CharField(max_length=20, choices=Category.choices, default=Category.PROGRESS)
    at = models.DateTimeField(db_default=models.functions.Now())
    read_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    snoozed_until = models.DateTimeField(null=True, blank=True)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        indexes = [
            models.Index(F("user"), F("number").desc(), condition=Q(read_at=None, done_at=None), name="notice_unread"),
            models.Index(
                F("user"), F("number").desc(), condition=Q(done_at=None, snoozed_until=None), name="notice_open"
            ),
            models.Index(F("user"), F("number").desc(), condition=Q(done_at__isnull=False), name="notice_done"),
            models.Index(fields=["user", "matter"], name="notice_matter"),
            models.Index(
                fields=["user", "snoozed_until"],
                condition=Q(snoozed_until__isnull=False, done_at=None),
                name="notice_snoozed",
            ),
        ]


class SubscriptionQuerySet(models.QuerySet["Subscription"]):
    def visible_to(self, actor: Actor) -> Self:
        """The person's wishes on matters that the acting unit may still see."""
        seen = Matter.objects.visible_to(actor).values("public_id")
        return self.filter(user=actor.user, unit=actor.unit, matter__in=seen)


class Subscription(models.Model):
    """A person's own wish about one matter, in one unit: to hear of every act on it, or of none."""

    class Wish(models.TextChoices):
        FOLLOW = "follow", _("Follow")
        MUTE = "mute", _("Mute")

    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    matter = models.UUIDField()
    wish = models.CharField(max_length=10, choices=Wish.choices)
    since = models.DateTimeField(db_default=models.functions.Now())

    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "unit", "matter"], name="one_wish_per_matter")]
        indexes = [models.Index(fields=["matter"], name="subscription_matter")]
