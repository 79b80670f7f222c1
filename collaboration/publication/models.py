"""What the public reads: copied at publication, immutable; a correction or a change of validity is a new row."""

import datetime
from typing import Self
from uuid import uuid4

from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tenants.units.models import Tenant, Unit


class Validity(models.TextChoices):
    """Whether a published document is in force."""

    IN_FORCE = "in_force", _("In force")
    AMENDED = "amended", _("Amended")
    REPEALED = "repealed", _("Repealed")
    EXPIRED = "expired", _("Expired")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class PublishedDocumentQuerySet(models.QuerySet["PublishedDocument"]):
    def on_site(self, tenant: Tenant) -> Self:
        """What stands on this tenant's public site."""
        return self.filter(publications__tenant=tenant, purged_at=None, taken_down_at=None)

    def gone_from(self, tenant: Tenant) -> Self:
        """What stood on this tenant's public site until it was purged or taken down."""
        gone = Q(purged_at__isnull=False) | Q(taken_down_at__isnull=False)
        return self.filter(gone, publications__tenant=tenant).select_related("purged_by")

    def with_validity(self, on: datetime.date | None = None) -> Self:
        """With ``validity_value``, the validity that holds on this day (today)."""
        changes = ValidityChange.objects.filter(document=OuterRef("pk"), since__lte=on or timezone.localdate())
        return self.annotate(validity_value=Subquery(changes.values("validity")[:1]))

    def with_validity_of(self, validity: Validity) -> Self:
        """Those of exactly this validity today."""
        return self.with_validity().filter(validity_value=validity)


class PublishedDocument(models.Model):
    """One document as all sites show it: text, metadata and the digest of its sealed file.

    Of a redacted document text and file are the public version's; ``content_hash`` and ``file_sha256`` always name what
    was sealed. Never changed, but for a take-down, and for a purge: then nothing is left of it but code and digests,
    when, and by whose order.
    """

    public_id = models.UUIDField(primary_key=True)
    kind = models.CharField(max_length=30)
    title = models.CharField(max_length=300)
    title_lines = models.JSONField(default=list)
    title_en = models.CharField(max_length=300, blank=True)
    number = models.CharField(max_length=60, blank=True)
    issuers = models.JSONField()  # [{code, name, name_en, signed_on}] in order
    blocks = models.JSONField()
    recipients = models.CharField(max_length=1000, blank=True)
    topic = models.CharField(max_length=60)
    is_normative = models.BooleanField(default=False)  # 规范性文件
    text = models.TextField()  # for the sites' search box
    issued_on = models.DateField()
    effective_on = models.DateField()
    published_at = models.DateTimeField(db_default=models.functions.Now())
    content_hash = models.CharField(max_length=64)
    content_hash_sm3 = models.CharField(max_length=64)
    file_sha256 = models.CharField(max_length=64, unique=True)
    file_size = models.BigIntegerField()
    public_hash = models.CharField(max_length=64)  # of the text as it stands here
    public_sha256 = models.CharField(max_length=64, db_index=True)  # of the file as it is offered
    public_size = models.BigIntegerField()
    redactions = models.IntegerField(default=0)
    redaction_ground = models.CharField(max_length=300, blank=True)
    is_earlier = models.BooleanField(default=False)  # signed before the portal; the file is a scan
    check_code = models.CharField(max_length=24, unique=True)
    outcome = models.JSONField()
    purged_at = models.DateTimeField(null=True, blank=True, db_index=True)
    purged_by = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    taken_down_at = models.DateTimeField(null=True, blank=True)

    objects = PublishedDocumentQuerySet.as_manager()

    class Meta:
        ordering = ["-published_at", "-pk"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Its page, on whichever site this is asked."""
        return reverse("publication:detail", args=[self.public_id])

    @property
    def is_redacted(self) -> bool:
        """Whether words of the sealed document were blacked out for the public."""
        return self.redactions > 0


class Publication(models.Model):
    """The document stands on one site; all rows of one document are written in one transaction."""

    document = models.ForeignKey(PublishedDocument, models.PROTECT, related_name="publications")
    tenant = models.ForeignKey(Tenant, models.PROTECT, related_name="publications")
    published_at = models.DateTimeField(db_default=models.functions.Now())

    class Meta:
        ordering = ["-published_at"]
        constraints = [models.UniqueConstraint(fields=["document", "tenant"], name="document_is_once_on_site")]
        indexes = [models.Index(fields=["tenant", "-published_at"], name="publication_newest")]


class DisclosureCounter(models.Model):
    """The last serial that was given under an organisation code in a year; grown by ``disclose`` alone."""

    organisation_code = models.CharField(max_length=9)
    year = models.SmallIntegerField()
    last = models.IntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation_code", "year"], name="disclosure_counter_is_once")]


class Disclosure(models.Model):
    """The disclosure entry of one signing unit: its own index number, for good."""

    document = models.ForeignKey(PublishedDocument, models.PROTECT, related_name="disclosures")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    index_number = models.CharField(max_length=24, unique=True)
    disclosed_on = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["document", "unit"], name="disclosure_is_once_per_unit")]


class ValidityChangeQuerySet(models.QuerySet["ValidityChange"]):
    def standing(self) -> Self:
        """Without the rows that a later one corrects: one noted afterwards for the same document and day."""
        same_day = ValidityChange.objects.filter(document=OuterRef("document"), since=OuterRef("since"))
        return self.filter(pk=Subquery(same_day.order_by("-pk").values("pk")[:1]))


class ValidityChange(models.Model):
    """From a day on the document has another validity; the newest row tells today's. A correction is a new row."""

    document = models.ForeignKey(PublishedDocument, models.PROTECT, related_name="validity_changes")
    validity = models.CharField(max_length=12, choices=Validity.choices)
    since = models.DateField()
    successor = models.ForeignKey(PublishedDocument, models.PROTECT, null=True, related_name="changes_made")
    reason = models.CharField(max_length=500, blank=True)
    noted_at = models.DateTimeField(db_default=models.functions.Now())

    objects = ValidityChangeQuerySet.as_manager()

    class Meta:
        ordering = ["-since", "-pk"]


class TakeDown(models.Model):
    """A document was taken off all sites at once, or put back, each with its reason; the newest row tells."""

    document = models.ForeignKey(PublishedDocument, models.PROTECT, related_name="take_downs")
    is_lifted = models.BooleanField(default=False)
    reason = models.CharField(max_length=500)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=models.functions.Now())

    class Meta:
        ordering = ["-pk"]


class ConsolidatedText(models.Model):
    """The whole text as it reads from a day on, after another document changed it. A correction is a new row."""

    document = models.ForeignKey(PublishedDocument, models.PROTECT, related_name="consolidated_texts")
    source = models.ForeignKey(PublishedDocument, models.PROTECT, related_name="texts_changed")
    since = models.DateField()
    blocks = models.JSONField()
    noted_at = models.DateTimeField(db_default=models.functions.Now())

    class Meta:
        ordering = ["since", "pk"]


class Interpretation(models.Model):
    """What the drafting unit tells the public about a document of its own. A correction is a new row."""

    public_id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    document = models.ForeignKey(PublishedDocument, models.PROTECT, related_name="interpretations")
    replaces = models.OneToOneField("self", models.PROTECT, null=True, related_name="replaced_by")
    title = models.CharField(max_length=200)
    text = models.TextField()
    author = models.CharField(max_length=60)
    reviewer = models.CharField(max_length=60)  # who examined it for secrets before it went public
    published_at = models.DateTimeField(db_default=models.functions.Now())

    class Meta:
        ordering = ["-published_at"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Its page, on whichever site this is asked."""
        return reverse("publication:interpretation", args=[self.public_id])


class Correction(models.Model):
    """One of a document's particulars was published wrongly; what was read before stays readable."""

    class Field(models.TextChoices):
        TOPIC = "topic", _("Topic")
        TITLE_EN = "title_en", _("English title")
        EFFECTIVE_ON = "effective_on", _("Effective from")

    document = models.ForeignKey(PublishedDocument, models.PROTECT, related_name="corrections")
    field = models.CharField(max_length=12, choices=Field.choices)
    before = models.CharField(max_length=300, blank=True)
    after = models.CharField(max_length=300, blank=True)
    reason = models.CharField(max_length=500)
    noted_at = models.DateTimeField(db_default=models.functions.Now())

    class Meta:
        ordering = ["pk"]


class Attempt(models.Model):
    """How often one visitor asked for a verification in one minute; counted by ``count_attempt`` alone."""

    visitor = models.CharField(max_length=64)  # a keyed digest of the address, never the address
    minute = models.BigIntegerField()
    count = models.IntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["visitor", "minute"], name="attempt_is_counted_once")]
        indexes = [models.Index(fields=["minute"], name="attempt_minute")]
