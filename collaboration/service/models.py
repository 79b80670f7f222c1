"""Serving a legal paper for another unit: each attempt with what proves it, and the proof that comes of them.

What names persons lies encrypted with the key of the service's own matter, whose parties are the two units alone.
"""

from typing import Self
from uuid import UUID

from django.db import models
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from collaboration.assistance.models import AssistanceRequest
from collaboration.casefiles.models import CaseFile
from collaboration.matters.models import Matter
from tenants.identity.actor import Actor
from tenants.identity.models import User


class State(models.TextChoices):
    """How far a service is; kept on its matter."""

    DRAFT = "draft", pgettext_lazy("document service", "Beginning")
    SERVING = "serving", pgettext_lazy("document service", "Being served")
    SEALING = "sealing", pgettext_lazy("document service", "Proof waits for the seal")
    SEALED = "sealed", pgettext_lazy("document service", "Proof sealed")
    ENDED = "ended", pgettext_lazy("document service", "Ended by the entrusting unit")
    PURGED = "purged", _("Purged")


class Manner(models.TextChoices):
    """The manners in which one unit serves for another (民事诉讼法 articles 88 to 94, by 行政处罚法 article 61).

    Publication 公告 (article 95) is no manner here: it is the entrusting unit's own act after service has failed.
    """

    DIRECT = "direct", _("In person")
    LEFT = "left", _("By leaving it")
    POST = "post", _("By post")
    FORWARDED = "forwarded", _("Through others")
    ELECTRONIC = "electronic", _("Electronically")


class Result(models.TextChoices):
    """What became of an attempt, and of the service as a whole."""

    SERVED = "served", pgettext_lazy("document service", "Served")
    FAILED = "failed", pgettext_lazy("document service", "Not served")


class ServiceQuerySet(models.QuerySet["Service"]):
    def visible_to(self, actor: Actor) -> Self:
        """What the acting unit serves, and what is served for it."""
        return self.filter(matter__in=Matter.objects.visible_to(actor))

    def with_units(self) -> Self:
        """With what pages show, in one query."""
        return self.select_related(
            "matter__drafting_unit",
            "request__matter__drafting_unit",
            "request__addressee",
            "request__kind_version__kind",
        )


class Service(models.Model):
    """One service of one paper on one recipient, for a request; state, parties and serving unit are its matter's."""

    matter = models.OneToOneField(Matter, models.CASCADE, primary_key=True, related_name="service")
    request = models.ForeignKey(AssistanceRequest, models.PROTECT, related_name="services")
    number = models.SmallIntegerField()
    check_code = models.CharField(max_length=24, unique=True)  # on the paper at the door and on the proof
    result = models.CharField(max_length=10, choices=Result.choices, blank=True)
    manner = models.CharField(max_length=12, choices=Manner.choices, blank=True)
    served_on = models.DateField(null=True, blank=True)
    content_hash = models.CharField(max_length=64, blank=True)  # of what the proof says, once it is finished
    finished_at = models.DateTimeField(null=True, blank=True)
    finished_by = models.CharField(max_length=140, blank=True)

    objects = ServiceQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [models.UniqueConstraint(fields=["request", "number"], name="service_number_is_once")]

    def __str__(self) -> str:
        return self.request.title

    def get_absolute_url(self) -> str:
        return reverse("service:detail", args=[self.matter.public_id])

    @property
    def public_id(self) -> UUID:
        return self.matter.public_id

    @property
    def status(self) -> State:
        return State(self.matter.state)


class Attempt(models.Model):
    """One try to serve, as the officers at the door tell it. Never changed; a mistaken one is struck out.

    ``public_id`` comes from the phone: sent twice, it is one attempt.
    """

    class Failure(models.TextChoices):
        REFUSED = "refused", _("The recipient refused to take it")
        ABSENT = "absent", _("Nobody was there")
        MOVED = "moved", _("The recipient has moved away")
        UNKNOWN = "unknown", _("The recipient is unknown at this address")
        RETURNED = "returned", _("The post brought it back")
        OTHER = "other", pgettext_lazy("failed attempt", "Another reason")

    public_id = models.UUIDField(unique=True)
    service = models.ForeignKey(Service, models.CASCADE, related_name="attempts")
    number = models.SmallIntegerField()
    manner = models.CharField(max_length=12, choices=Manner.choices)
    result = models.CharField(max_length=10, choices=Result.choices)
    failure = models.CharField(max_length=10, choices=Failure.choices, blank=True)
    happened_at = models.DateTimeField()
    confidences = models.BinaryField(default=b"")
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    user_name = models.CharField(max_length=140)
    recorded_at = models.DateTimeField(db_default=Now())
    struck_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["service", "number"], name="attempt_number_is_once"),
            models.CheckConstraint(
                condition=models.Q(result="served") | ~models.Q(failure=""), name="failed_attempt_says_why"
            ),
        ]


class Exhibit(models.Model):
    """A picture, video or scan taken during an attempt. It names its attempt by the key from the phone.

    The bytes are a file of the request: encrypted with its key, checked, hidden and erased with it.
    """

    class Sort(models.TextChoices):
        RECEIPT = "receipt", _("Signed proof of service")
        SCENE = "scene", _("Photographs or video of the service")
        SLIP = "slip", _("Posting slip or return slip")
        CONFIRMATION = "confirmation", _("Signed confirmation of address and manner of service")

    public_id = models.UUIDField(unique=True)
    service = models.ForeignKey(Service, models.CASCADE, related_name="exhibits")
    attempt_key = models.UUIDField(db_index=True)
    sort = models.CharField(max_length=12, choices=Sort.choices)
    file = models.ForeignKey(CaseFile, models.PROTECT, related_name="+")
    media_type = models.CharField(max_length=100)  # of the file, as is the digest: the proof rests on both
    sha256 = models.CharField(max_length=64)
    taken_at = models.DateTimeField(null=True, blank=True)  # by the device's own clock
    received_at = models.DateTimeField(db_default=Now())
    user = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["received_at", "pk"]
