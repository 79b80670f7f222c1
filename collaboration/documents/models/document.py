"""The joint document itself: its text in immutable versions, and the units invited to it."""

from typing import Self
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from collaboration.document_templates.models import TemplateVersion
from collaboration.matters.models import Matter
from tenants.identity.actor import Actor
from tenants.identity.models import User
from tenants.units.models import Unit


class Status(models.TextChoices):
    """The states of a joint document, in the order of its life. Kept on its matter."""

    DRAFT = "draft", pgettext_lazy("state of a document", "Draft")
    REGISTERING = "registering", _("Being registered")  # signed before the portal; confirmed, it is sealed as it is
    SOLICITING = "soliciting", _("Soliciting opinions")
    FINAL = "final", _("Finalised")
    COUNTERSIGNING = "countersigning", _("Countersigning")
    SIGNED = "signed", _("Signed")
    SEALING = "sealing", _("Being sealed")
    SEALED = "sealed", _("Sealed")
    ISSUED = "issued", pgettext_lazy("state of a document", "Issued")
    PUBLISHED = "published", _("Published")
    CANCELLED = "cancelled", _("Cancelled")
    PURGED = "purged", _("Purged")


class Kind(models.TextChoices):
    """What kind of joint document it is; decides layout and whether it carries a number."""

    AGREEMENT = "agreement", _("Agreement")
    JOINT_NOTICE = "joint_notice", _("Joint notice")
    OPINION = "opinion", pgettext_lazy("kind of document", "Opinion")
    LETTER = "letter", pgettext_lazy("kind of document", "Letter")
    MINUTES = "minutes", pgettext_lazy("kind of document", "Minutes")
    CIRCULAR = "circular", pgettext_lazy("kind of document", "Circular")
    REQUEST = "request", pgettext_lazy("kind of document", "Request for instructions")
    REPLY = "reply", pgettext_lazy("kind of document", "Official reply")
    REPORT = "report", pgettext_lazy("kind of document", "Report")
    WORK_PLAN = "work_plan", pgettext_lazy("kind of document", "Work plan")

    @property
    def is_numbered(self) -> bool:
        """Whether the drafting unit gives it a number when it goes to be sealed."""
        return self not in (Kind.AGREEMENT, Kind.MINUTES)

    @property
    def is_addressed(self) -> bool:
        """Whether it names at its head the units it goes to."""
        return self not in (Kind.AGREEMENT, Kind.MINUTES, Kind.WORK_PLAN)


class JointDocumentQuerySet(models.QuerySet["JointDocument"]):
    def visible_to(self, actor: Actor) -> Self:
        """What the acting unit drafts, and what it was invited to once it was sent."""
        if not actor.handles_content:
            return self.none()
        mine_or_sent = Q(matter__drafting_unit=actor.unit) | ~Q(matter__state=Status.DRAFT)
        return self.filter(mine_or_sent, parties__contains=[actor.unit.pk], matter__classification__lte=actor.clearance)

    def with_matter(self) -> Self:
        """With what list pages show, in one query."""
        return self.select_related("matter__drafting_unit", "registration")

    def with_units(self) -> Self:
        """With the units that take part, as every page and step of one document needs them."""
        invitations = models.Prefetch("invitations", Invitation.objects.select_related("unit"))
        return self.with_matter().prefetch_related(invitations)


class JointDocument(models.Model):
    """A text that several units issue together. State, parties and drafting unit are its matter's."""

    matter = models.OneToOneField(Matter, models.CASCADE, primary_key=True, related_name="joint_document")
    parties = ArrayField(models.BigIntegerField(), default=list, editable=False)
    kind = models.CharField(_("Kind"), max_length=20, choices=Kind.choices)
    title = models.CharField(_("Title"), max_length=300)
    topic = models.CharField(_("Topic"), max_length=60, blank=True)
    code_word = models.CharField(_("Agency code word"), max_length=20, blank=True)
    has_straddle_seal = models.BooleanField(default=False)  # 骑缝章: asked for when it is sent to be sealed
    issued_on = models.DateField(_("Date of issue"), null=True, blank=True)
    is_normative = models.BooleanField(_("Normative document"), default=False)
    template = models.ForeignKey(TemplateVersion, models.PROTECT, null=True, blank=True, related_name="+")
    issued_at = models.DateTimeField(null=True, blank=True)  # when it first went to its recipients

    objects = JointDocumentQuerySet.as_manager()

    class Meta:
        ordering = ["-matter__changed_at"]
        indexes = [GinIndex(fields=["parties"], name="joint_document_parties")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("documents:detail", args=[self.matter.public_id])

    @property
    def public_id(self) -> UUID:
        return self.matter.public_id

    @property
    def revision(self) -> int:
        """Grows with every save of the working text; known to the drafting unit alone."""
        return self.draft.revision if hasattr(self, "draft") else 0

    @property
    def status(self) -> Status:
        return Status(self.matter.state)

    @property
    def drafting_unit(self) -> Unit:
        return self.matter.drafting_unit

    @property
    def is_earlier(self) -> bool:
        """Whether it was signed before the portal: registered with its scan, and never sealed here."""
        return hasattr(self, "registration")

    @property
    def number(self) -> str:
        """Its document number: out of the ledger, else the one that an earlier document bears."""
        given = getattr(self.matter, "document_number", None)
        return str(given) if given else self.registration.number if self.is_earlier else ""


class VersionQuerySet(models.QuerySet["Version"]):
    def visible_to(self, actor: Actor) -> Self:
        """The drafting unit's own versions, and those that were sent to the others."""
        documents = JointDocument.objects.visible_to(actor)
        return self.filter(Q(is_sent=True) | Q(document__matter__drafting_unit=actor.unit), document__in=documents)


class Version(models.Model):
    """One state of the text, never changed afterwards. Outside the drafting unit it exists only once sent."""

    document = models.ForeignKey(JointDocument, models.CASCADE, related_name="versions")
    number = models.IntegerField()
    title = models.CharField(max_length=300)
    title_lines = models.JSONField(default=list)
    recipients = models.CharField(max_length=1000, blank=True)
    blocks = models.JSONField()
    issuers = models.JSONField()  # [{code, name, name_en}] in order, as they will stand in the text
    content_hash = models.CharField(max_length=64)
    content_hash_sm3 = models.CharField(max_length=64)
    note = models.CharField(max_length=200, blank=True)
    author = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(db_default=models.functions.Now())
    is_sent = models.BooleanField(default=False)

    objects = VersionQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["document", "number"], name="version_number_is_once")]

    @property
    def is_purged(self) -> bool:
        """Whether its words were removed for good; a text is never saved without a title."""
        return not self.title


class Invitation(models.Model):
    """A unit asked to take part, in the order of the signature lines; it may decline with a reason."""

    document = models.ForeignKey(JointDocument, models.CASCADE, related_name="invitations")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    order = models.SmallIntegerField()
    declined_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(_("Reason"), max_length=1000, blank=True)

    class Meta:
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["document", "unit"], name="unit_is_invited_once")]
