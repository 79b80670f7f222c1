"""Joint documents: the text in immutable versions, rounds of opinions, countersigning."""

from typing import Self
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from collaboration.matters.models import Matter
from tenants.identity.actor import Actor
from tenants.identity.models import User
from tenants.units.models import Unit


class Status(models.TextChoices):
    """The states of a joint document, in the order of its life. Kept on its matter."""

    DRAFT = "draft", pgettext_lazy("state of a document", "Draft")
    SOLICITING = "soliciting", _("Soliciting opinions")
    FINAL = "final", _("Finalised")
    COUNTERSIGNING = "countersigning", _("Countersigning")
    SIGNED = "signed", _("Signed")
    SEALING = "sealing", _("Being sealed")
    SEALED = "sealed", _("Sealed")
    PUBLISHED = "published", _("Published")
    CANCELLED = "cancelled", _("Cancelled")
    PURGED = "purged", _("Purged")


class Kind(models.TextChoices):
    """What kind of joint document it is; decides layout and whether it carries a number."""

    AGREEMENT = "agreement", _("Agreement")
    JOINT_NOTICE = "joint_notice", _("Joint notice")


class JointDocumentQuerySet(models.QuerySet["JointDocument"]):
    def visible_to(self, actor: Actor) -> Self:
        """What the acting unit drafts, and what it was invited to once it was sent."""
        if not actor.handles_content:
            return self.none()
        mine_or_sent = Q(matter__drafting_unit=actor.unit) | ~Q(matter__state=Status.DRAFT)
        return self.filter(mine_or_sent, parties__contains=[actor.unit.pk], matter__classification__lte=actor.clearance)

    def with_matter(self) -> Self:
        """With what list pages show, in one query."""
        return self.select_related("matter__drafting_unit")

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
    issued_on = models.DateField(_("Date of issue"), null=True, blank=True)
    revision = models.IntegerField(default=0)  # grows with every saved change: who saves on an older one is told

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
    def status(self) -> Status:
        return Status(self.matter.state)

    @property
    def drafting_unit(self) -> Unit:
        return self.matter.drafting_unit


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


class Round(models.Model):
    """One round of opinions on one frozen version, until a day or until everybody has answered."""

    document = models.ForeignKey(JointDocument, models.CASCADE, related_name="rounds")
    version = models.ForeignKey(Version, models.PROTECT, related_name="rounds")
    number = models.SmallIntegerField()
    opened_at = models.DateTimeField(db_default=models.functions.Now())
    due_on = models.DateField(_("Due on"))
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["document", "number"], name="round_number_is_once"),
            models.UniqueConstraint(fields=["document"], condition=Q(closed_at=None), name="one_open_round"),
        ]


class Answer(models.Model):
    """A unit's word in a round: that it has opinions, or none. No row means no answer, never consent."""

    class Outcome(models.TextChoices):
        OPINIONS = "opinions", _("Opinions given")
        NO_OPINION = "no_opinion", _("No opinion")

    round = models.ForeignKey(Round, models.CASCADE, related_name="answers")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=12, choices=Outcome.choices)
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(db_default=models.functions.Now())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "unit"], name="unit_answers_once_per_round")]


class OpinionQuerySet(models.QuerySet["Opinion"]):
    def handed_in(self) -> Self:
        """Opinions that their unit has answered with; notes that it never sent count for nothing."""
        answers = Answer.objects.filter(round=models.OuterRef("round"), unit=models.OuterRef("unit"))
        return self.filter(models.Exists(answers))

    def visible_to(self, actor: Actor) -> Self:
        """A unit's own; and everybody's, as handed in, once the round is closed."""
        if not actor.handles_content:
            return self.none()
        documents = JointDocument.objects.visible_to(actor)
        answers = Answer.objects.filter(round=models.OuterRef("round"), unit=models.OuterRef("unit"))
        table = Q(models.Exists(answers)) & Q(round__closed_at__isnull=False)
        return self.filter(Q(unit=actor.unit) | table, round__document__in=documents)


class Opinion(models.Model):
    """What a unit says on a paragraph (or on the whole, without a block). Its own alone until the round closes."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="opinions")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    author = models.ForeignKey(User, models.PROTECT, related_name="+")
    block_id = models.CharField(max_length=8, blank=True)
    quote = models.TextField(blank=True)
    text = models.TextField(_("Opinion"))
    proposed_text = models.TextField(_("Proposed wording"), blank=True)
    given_at = models.DateTimeField(db_default=models.functions.Now())
    public_id = models.UUIDField(unique=True, db_default=models.Func(function="gen_random_uuid"))

    objects = OpinionQuerySet.as_manager()

    class Meta:
        ordering = ["given_at", "pk"]

    @property
    def is_purged(self) -> bool:
        """Whether its words were removed for good; an opinion is never given without any."""
        return not self.text and not self.proposed_text


class Disposition(models.Model):
    """What the drafting unit does with an opinion; declining needs a reason."""

    class Outcome(models.TextChoices):
        ADOPTED = "adopted", _("Adopted")
        PARTLY = "partly", _("Partly adopted")
        DECLINED = "declined", _("Not adopted")

    opinion = models.OneToOneField(Opinion, models.CASCADE, related_name="disposition")
    outcome = models.CharField(_("Outcome"), max_length=10, choices=Outcome.choices)
    reason = models.TextField(_("Reason"), blank=True)
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(db_default=models.functions.Now())

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(outcome="declined") | ~Q(reason=""), name="declining_needs_a_reason")
        ]


class Countersigning(models.Model):
    """One attempt to have a fixed text signed by all units; a return ends it and its signatures count no more."""

    class Outcome(models.TextChoices):
        COMPLETE = "complete", _("Complete")
        RETURNED = "returned", _("Returned")
        CANCELLED = "cancelled", _("Cancelled")

    document = models.ForeignKey(JointDocument, models.CASCADE, related_name="countersignings")
    version = models.ForeignKey(Version, models.PROTECT, related_name="countersignings")
    number = models.SmallIntegerField()
    opened_at = models.DateTimeField(db_default=models.functions.Now())
    closed_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True)
    returned_by = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.CharField(_("Reason"), max_length=1000, blank=True)

    has_own_signature: bool  # of the acting unit, where ``open_attempt`` found this

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["document", "number"], name="countersigning_number_is_once"),
            models.UniqueConstraint(fields=["document"], condition=Q(closed_at=None), name="one_open_countersigning"),
        ]


class Countersignature(models.Model):
    """A signatory's yes to exactly this content hash, with the proof of re-authentication. Never changed."""

    countersigning = models.ForeignKey(Countersigning, models.CASCADE, related_name="signatures")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    user_name = models.CharField(max_length=60)
    content_hash = models.CharField(max_length=64)
    method = models.CharField(max_length=30)
    proof = models.JSONField(default=dict)
    signed_at = models.DateTimeField(db_default=models.functions.Now())

    class Meta:
        ordering = ["signed_at"]
        constraints = [models.UniqueConstraint(fields=["countersigning", "unit"], name="unit_signs_once")]


class UploadQuerySet(models.QuerySet["Upload"]):
    def visible_to(self, actor: Actor) -> Self:
        """What people of the acting unit brought in."""
        return self.filter(unit=actor.unit) if actor.handles_content else self.none()


class Upload(models.Model):
    """A file or pasted text being recognised by the parser, until a person turns it into a draft."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        READ = "read", _("Structure recognised")
        REFUSED = "refused", _("Refused")
        PURGED = "purged", _("Purged")

    public_id = models.UUIDField(primary_key=True, db_default=models.Func(function="gen_random_uuid"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    kind = models.CharField(_("Kind"), max_length=20, choices=Kind.choices)
    title = models.CharField(_("Title"), max_length=300, blank=True)
    name = models.CharField(max_length=200)
    content = models.BinaryField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    result = models.JSONField(default=dict)
    made_at = models.DateTimeField(db_default=models.functions.Now())
    document = models.ForeignKey(JointDocument, models.SET_NULL, null=True, related_name="+")

    objects = UploadQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at"]
