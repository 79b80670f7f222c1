"""One official letter 函 of a unit on a request. A matter of its own until it is handed over."""

from typing import Self
from uuid import UUID

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from collaboration.assistance.models import AssistanceRequest
from collaboration.matters.models import Matter
from tenants.identity.actor import Actor


class Sort(models.TextChoices):
    """What a letter does for its request."""

    REQUEST = "request", _("Letter of request")
    ACKNOWLEDGEMENT = "acknowledgement", _("Acknowledgement")
    REPLY = "reply", _("Letter of reply")
    SERVICE = "service", _("Reply on service")
    OUTSIDE = "outside", _("Letter to a department outside the portal")


REPLIES = (Sort.REPLY, Sort.SERVICE)
TRANSFERS = ("transfer", "judicial")


def label_of(sort: Sort, request: AssistanceRequest) -> str:
    """What a letter is called; one that hands a case over has a name of its own."""
    is_transfer = sort == Sort.REQUEST and request.kind_version.kind_id in TRANSFERS
    return gettext("Letter of transfer") if is_transfer else str(sort.label)


class State(models.TextChoices):
    """How far a letter is; kept on its matter."""

    DRAFT = "draft", pgettext_lazy("state of a letter", "Draft")
    SUBMITTED = "submitted", _("Waiting for the signature")
    SIGNED = "signed", _("Signed; the file is being made")
    SEALING = "sealing", _("Being sealed")
    SEALED = "sealed", pgettext_lazy("state of a letter", "Sealed")
    READY = "ready", _("Signed, without a seal")
    ISSUED = "issued", _("Sent out")
    CANCELLED = "cancelled", pgettext_lazy("state of a letter", "Given up")
    PURGED = "purged", _("Purged")


FINISHED = (State.SEALED, State.READY)
UNDER_WAY = (State.DRAFT, State.SUBMITTED, State.SIGNED, State.SEALING)


class LetterQuerySet(models.QuerySet["Letter"]):
    def visible_to(self, actor: Actor) -> Self:
        """The letters of the acting unit, and those handed over to it."""
        return self.filter(matter__in=Matter.objects.visible_to(actor))

    def with_units(self) -> Self:
        """With what pages show, in one query."""
        return self.select_related(
            "matter__drafting_unit", "request__matter__drafting_unit", "request__addressee",
            "request__kind_version__kind",
        )  # fmt: skip


class Letter(models.Model):
    """The words of a letter, its number and file. Nothing but the hand-over changes after the signature.

    A reply's answers wait here until the letter goes out; personal ones are encrypted with the key of the request.
    """

    matter = models.OneToOneField(Matter, models.CASCADE, primary_key=True, related_name="letter")
    request = models.ForeignKey(AssistanceRequest, models.CASCADE, related_name="letters")
    sort = models.CharField(max_length=20, choices=Sort.choices)
    title = models.CharField(_("Title"), max_length=200)
    recipients = models.CharField(_("Main recipients"), max_length=300)
    text = models.TextField(_("Text"), max_length=12000)
    copies = models.CharField(_("Copies to"), max_length=300, blank=True)
    answers = models.JSONField(default=dict)
    confidences = models.BinaryField(default=b"")
    is_to_be_sealed = models.BooleanField(_("Sealed with the unit's seal"), default=True)
    code_word = models.CharField(_("Agency code word"), max_length=20, blank=True)
    content_hash = models.CharField(max_length=64, blank=True)
    number = models.CharField(max_length=60, blank=True)
    signer = models.CharField(max_length=140, blank=True)
    signed_at = models.DateTimeField(null=True)
    check_code = models.CharField(max_length=24, null=True, unique=True)
    file_sha256 = models.CharField(max_length=64, blank=True)
    file_size = models.BigIntegerField(default=0)
    delivered_at = models.DateTimeField(null=True)
    revision = models.IntegerField(default=0)

    objects = LetterQuerySet.as_manager()

    class Meta:
        ordering = [F("matter__opened_at").asc()]
        constraints = [
            models.CheckConstraint(
                condition=Q(delivered_at=None) | ~Q(file_sha256=""), name="only_a_finished_letter_is_handed_over"
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("letters:detail", args=[self.matter.public_id])

    @property
    def sort_label(self) -> str:
        """What the letter is called."""
        return label_of(Sort(self.sort), self.request)

    @property
    def public_id(self) -> UUID:
        return self.matter.public_id

    @property
    def status(self) -> State:
        return State(self.matter.state)
