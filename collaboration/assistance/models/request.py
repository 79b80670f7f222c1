"""A request for help from one unit to another, what both say of it, and the replies."""

from typing import Self
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from collaboration.assistance.models.catalogue import KindVersion, Subject
from collaboration.matters.models import Matter
from tenants.identity.actor import Actor
from tenants.identity.models import User
from tenants.units.models import Unit


class Status(models.TextChoices):
    """The states of a request, in the order of its life. Kept on its matter."""

    DRAFT = "draft", pgettext_lazy("state of a request", "Draft")
    LEVEL_DECISION = "level_decision", _("Waiting for the superior's decision")
    SENT = "sent", pgettext_lazy("state of a request", "Sent")
    RECEIVED = "received", pgettext_lazy("state of a request", "Received")
    ACCEPTED = "accepted", pgettext_lazy("state of a request", "Accepted")
    DECLINED = "declined", pgettext_lazy("state of a request", "Declined")
    RETURNED = "returned", _("Returned for completion")
    ANSWERED = "answered", pgettext_lazy("state of a request", "Answered")
    CLOSED = "closed", pgettext_lazy("state of a request", "Closed")
    WITHDRAWN = "withdrawn", pgettext_lazy("state of a request", "Withdrawn")
    ENDED = "ended", _("Assistance ended")
    PURGED = "purged", _("Purged")


OVER = (Status.DECLINED, Status.CLOSED, Status.WITHDRAWN, Status.ENDED)


class DeclineReason(models.TextChoices):
    """Why a request is declined; what lies within one's duties is done (行政处罚法 article 26)."""

    NOT_OURS = "not_ours", _("Outside our duties or our area")
    UNLAWFUL = "unlawful", _("The law does not allow it")
    IMPOSSIBLE = "impossible", _("It cannot be done in fact")
    DONE = "done", _("It was done already")
    OTHER = "other", _("Another reason")


class AssistanceRequestQuerySet(models.QuerySet["AssistanceRequest"]):
    def visible_to(self, actor: Actor) -> Self:
        """What the acting unit asks for, and what it is asked, decides or leads once it was sent."""
        if not actor.handles_content:
            return self.none()
        mine_or_sent = Q(matter__drafting_unit=actor.unit) | ~Q(matter__state=Status.DRAFT)
        return self.filter(mine_or_sent, parties__contains=[actor.unit.pk], matter__classification__lte=actor.clearance)

    def with_units(self) -> Self:
        """With what lists and pages show, in one query."""
        return self.select_related("matter__drafting_unit", "addressee", "kind_version__kind", "subject")


class AssistanceRequest(models.Model):
    """One unit asks another for help. State, parties and the asking unit are its matter's.

    Answers to personal questions lie in ``confidences``, encrypted with the key of the matter.
    """

    matter = models.OneToOneField(Matter, models.CASCADE, primary_key=True, related_name="assistance_request")
    parties = ArrayField(models.BigIntegerField(), default=list, editable=False)
    kind_version = models.ForeignKey(KindVersion, models.PROTECT, related_name="+")
    addressee = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    outside = models.CharField(_("Department outside the portal"), max_length=100, blank=True)
    subject = models.ForeignKey(Subject, models.PROTECT, null=True, blank=True, related_name="+")
    area = models.CharField(_("Place of the act"), max_length=12, blank=True)  # a division code
    title = models.CharField(_("Title"), max_length=200)
    case_number = models.CharField(max_length=200, blank=True, db_index=True)
    answers = models.JSONField(default=dict)
    confidences = models.BinaryField(default=b"")
    contact = models.CharField(_("Contact"), max_length=60)
    contact_phone = models.CharField(_("Telephone"), max_length=40)
    wanted_on = models.DateField(_("Wanted by"))
    decline_reason = models.CharField(max_length=12, choices=DeclineReason.choices, blank=True)
    form_key = models.UUIDField(unique=True, editable=False)  # a form handed in twice makes one request
    bundle = models.UUIDField(null=True, blank=True)  # the same request to several units
    origin = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="parts")
    revision = models.IntegerField(default=0)

    objects = AssistanceRequestQuerySet.as_manager()

    class Meta:
        ordering = ["-matter__changed_at"]
        indexes = [GinIndex(fields=["parties"], name="assistance_parties")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("assistance:detail", args=[self.matter.public_id])

    @property
    def public_id(self) -> UUID:
        return self.matter.public_id

    @property
    def status(self) -> Status:
        return Status(self.matter.state)

    @property
    def written_number(self) -> str:
        """The case number as the unit wrote it; ``case_number`` is what is compared."""
        return str(self.answers.get("case_number", ""))

    @property
    def asking_unit(self) -> Unit:
        return self.matter.drafting_unit


class Note(models.Model):
    """What one side tells the other while it is handled: progress, a question, its answer. Never changed."""

    class Sort(models.TextChoices):
        PROGRESS = "progress", _("Progress")
        QUESTION = "question", _("Question")
        ANSWER = "answer", _("Answer")
        COMPLETION = "completion", _("What has to be completed")
        HANDED_OVER = "handed_over", _("Done so far")

    public_id = models.UUIDField(unique=True, db_default=models.Func(function="gen_random_uuid"))
    request = models.ForeignKey(AssistanceRequest, models.CASCADE, related_name="notes")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    user_name = models.CharField(max_length=140)
    sort = models.CharField(max_length=12, choices=Sort.choices)
    text = models.TextField()
    on = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="answers")
    at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["at", "pk"]


class Reply(models.Model):
    """The written answer to a request; one more where the asking unit wanted it completed. Never changed."""

    request = models.ForeignKey(AssistanceRequest, models.CASCADE, related_name="replies")
    number = models.SmallIntegerField()
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    user_name = models.CharField(max_length=140)
    answers = models.JSONField()
    confidences = models.BinaryField(default=b"")
    at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["request", "number"], name="reply_number_is_once")]
