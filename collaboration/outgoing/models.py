"""What leaves the portal: a person's wishes, the letters that carry their notices, and what a unit lets out."""

import uuid
from typing import Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from collaboration.matters.models import Classification
from collaboration.notifications.models import Category
from tenants.identity.actor import Actor
from tenants.identity.models import User
from tenants.identity.roles import Role
from tenants.units.models import Unit

MORNING = 8


class Way(models.TextChoices):
    """The ways by which a person hears of a notice outside the desk."""

    MAIL = "mail", pgettext_lazy("way of a message", "E-mail")
    SMS = "sms", pgettext_lazy("way of a message", "Short message")
    WECOM = "wecom", pgettext_lazy("way of a message", "WeCom")
    GOVERNMENT_DINGTALK = "government_dingtalk", pgettext_lazy("way of a message", "Government DingTalk")
    DINGTALK = "dingtalk", pgettext_lazy("way of a message", "DingTalk")


class Rhythm(models.TextChoices):
    """When a notice leaves."""

    AT_ONCE = "at_once", pgettext_lazy("rhythm of mail", "At once")
    HOURLY = "hourly", pgettext_lazy("rhythm of mail", "Every hour")
    DAILY = "daily", pgettext_lazy("rhythm of mail", "Once a day")
    NEVER = "never", pgettext_lazy("rhythm of mail", "Never")


class PersonalQuerySet(models.QuerySet["models.Model"]):
    """Rows that belong to one person."""

    def visible_to(self, person: User) -> Self:
        """The person's own; nobody reads how somebody else hears of things."""
        return self.filter(user=person)


class Choice(models.Model):
    """A person's wish for notices of one category on one way; without a row the default holds."""

    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    way = models.CharField(max_length=20, choices=Way.choices)
    category = models.CharField(max_length=20, choices=Category.choices)
    rhythm = models.CharField(max_length=20, choices=Rhythm.choices)

    objects = PersonalQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "way", "category"], name="one_choice_per_category")]


class Cursor(models.Model):
    """How far a person's notices have been sorted to the ways out. Its row is the lock of sorting and composing."""

    user = models.OneToOneField(User, models.PROTECT, primary_key=True, related_name="+")
    last = models.BigIntegerField(default=0)
    daily_hour = models.SmallIntegerField(
        _("Hour of the daily mail"), default=MORNING, validators=[MinValueValidator(0), MaxValueValidator(23)]
    )

    objects = PersonalQuerySet.as_manager()


class Line(models.Model):
    """A person's address on one way, and whether the other end still takes what we send there."""

    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    way = models.CharField(max_length=20, choices=Way.choices)
    address = models.CharField(max_length=100, blank=True)  # of mail it is the account's
    refused = models.SmallIntegerField(default=0)  # letters refused for good since the last that was taken
    refused_address = models.CharField(max_length=254, blank=True)
    problem = models.CharField(max_length=300, blank=True)
    confirmed_address = models.CharField(max_length=100, blank=True)  # the one whose owner repeated a code sent there
    code_digest = models.CharField(max_length=64, blank=True)
    code_sent_at = models.DateTimeField(null=True, blank=True)
    codes_sent = models.SmallIntegerField(default=0)  # within a day of the first
    codes_since = models.DateTimeField(null=True, blank=True)
    code_tries = models.SmallIntegerField(default=0)

    objects = PersonalQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "way"], name="one_line_per_way")]

    @property
    def is_confirmed(self) -> bool:
        """Whether messages may go to the present address."""
        return bool(self.address) and self.address == self.confirmed_address


class Letter(models.Model):
    """One message to one person, made once of all that was due; its words are written when it is sent."""

    class State(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("letter", "Waiting")
        SENT = "sent", pgettext_lazy("letter", "Sent")
        EMPTY = "empty", pgettext_lazy("letter", "Nothing left to tell")
        REFUSED = "refused", pgettext_lazy("letter", "Refused")
        GIVEN_UP = "given_up", pgettext_lazy("letter", "Given up")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    way = models.CharField(max_length=20, choices=Way.choices)
    state = models.CharField(max_length=20, choices=State.choices, default=State.WAITING)
    made_at = models.DateTimeField()
    tries = models.SmallIntegerField(default=0)
    next_at = models.DateTimeField()  # when it is tried next; pushed ahead while somebody is sending it
    ended_at = models.DateTimeField(null=True, blank=True)
    problem = models.CharField(max_length=300, blank=True)

    objects = PersonalQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["user", "next_at"], condition=models.Q(state="waiting"), name="letter_waiting"),
            models.Index(fields=["user", "-made_at"], name="letter_of_person"),
        ]


class Item(models.Model):
    """One notice on one way, from the moment it was sorted; the constraint lets it leave there once."""

    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    number = models.BigIntegerField()
    way = models.CharField(max_length=20, choices=Way.choices)
    due_at = models.DateTimeField()
    letter = models.ForeignKey(Letter, models.CASCADE, null=True, blank=True, related_name="items")

    objects = PersonalQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["user", "number", "way"], name="notice_leaves_once")]
        indexes = [models.Index(fields=["user", "due_at"], condition=models.Q(letter=None), name="item_due")]


class Discretion(models.Model):
    """What a unit lets its matters say outside the portal. Without a row the titles of ordinary matters are told."""

    class Tells(models.IntegerChoices):
        NOTHING = -1, _("Nothing but that something waits, with a link")
        ORDINARY = Classification.ORDINARY.value, _("Titles of ordinary matters")
        INTERNAL = Classification.INTERNAL.value, _("Titles of ordinary and internal matters")

    unit = models.OneToOneField(Unit, models.PROTECT, primary_key=True, related_name="+")
    tells = models.SmallIntegerField(_("Mail contains"), choices=Tells.choices, default=Tells.ORDINARY)


class WebhookQuerySet(models.QuerySet["Webhook"]):
    def visible_to(self, actor: Actor) -> Self:
        """Those of the unit that the person administers."""
        return self.filter(unit=actor.unit) if actor.has(Role.UNIT_ADMINISTRATOR) else self.none()


class Webhook(models.Model):
    """An address of a unit's other system or chat group that hears when the unit's people are told of an act."""

    class Form(models.TextChoices):
        PLAIN = "plain", _("JSON, signed (Standard Webhooks)")
        DINGTALK = "dingtalk", _("DingTalk group robot")
        WECOM = "wecom", _("WeCom group robot")
        FEISHU = "feishu", _("Feishu group robot")

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    name = models.CharField(_("Name"), max_length=60)
    form = models.CharField(_("Format"), max_length=20, choices=Form.choices)
    host = models.CharField(max_length=253)
    sealed = models.TextField()  # address and secret, encrypted: a robot's address is its password
    is_on = models.BooleanField(_("Switched on"), default=True)
    made_at = models.DateTimeField(db_default=models.functions.Now())
    public_id = models.UUIDField(unique=True, db_default=models.Func(function="gen_random_uuid"))

    objects = WebhookQuerySet.as_manager()

    class Meta:
        ordering = ["made_at", "pk"]


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def visible_to(self, actor: Actor) -> Self:
        """Those to addresses of the unit that the person administers."""
        return self.filter(unit=actor.unit) if actor.has(Role.UNIT_ADMINISTRATOR) else self.none()


class Delivery(models.Model):
    """One message to one webhook: ids and codes, never words. Written by trigger in the transaction of the act."""

    class State(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("delivery", "Waiting")
        DELIVERED = "delivered", pgettext_lazy("delivery", "Delivered")
        DROPPED = "dropped", pgettext_lazy("delivery", "No longer the unit's to know")
        GIVEN_UP = "given_up", pgettext_lazy("delivery", "Given up")

    TRIAL = "trial"  # the kind of a message that only tries the address

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    webhook = models.ForeignKey(Webhook, models.CASCADE, related_name="deliveries")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    matter = models.UUIDField()
    kind = models.CharField(max_length=30)
    act = models.CharField(max_length=40)
    at = models.DateTimeField()
    state = models.CharField(max_length=20, choices=State.choices, default=State.WAITING)
    tries = models.SmallIntegerField(default=0)
    next_at = models.DateTimeField()
    until = models.DateTimeField()  # after which it is given up
    status = models.SmallIntegerField(null=True, blank=True)
    answer = models.CharField(max_length=300, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-id"]
        verbose_name_plural = "deliveries"
        indexes = [
            models.Index(fields=["webhook", "next_at"], condition=models.Q(state="waiting"), name="delivery_waiting"),
            models.Index(fields=["webhook", "-at"], name="delivery_newest"),
        ]
