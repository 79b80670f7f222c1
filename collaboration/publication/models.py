"""What the public reads: copied at publication, immutable; a correction or a change of validity is a new row."""

import datetime
from typing import Self

from django.db import models
from django.db.models import OuterRef, Subquery
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
        return self.filter(publications__tenant=tenant, purged_at=None)

    def purged_from(self, tenant: Tenant) -> Self:
        """What stood on this tenant's public site until it was purged."""
        return self.filter(publications__tenant=tenant, purged_at__isnull=False).select_related("purged_by")

    def with_validity(self, on: datetime.date | None = None) -> Self:
        """With ``validity_value``, the validity that holds on this day (today)."""
        changes = ValidityChange.objects.filter(document=OuterRef("pk"), since__lte=on or timezone.localdate())
        return self.annotate(validity_value=Subquery(changes.values("validity")[:1]))

    def with_validity_of(self, validity: Validity) -> Self:
        """Those of exactly this validity today."""
        return self.with_validity().filter(validity_value=validity)


class PublishedDocument(models.Model):
    """One document as all sites show it: text, metadata and the digest of its sealed file.

    Never changed, but for a purge: then nothing is left of it but code and digests, when, and by whose order.
    """

    public_id = models.UUIDField(primary_key=True)
    kind = models.CharField(max_length=30)
    title = models.CharField(max_length=300)
    title_lines = models.JSONField(default=list)
    number = models.CharField(max_length=60, blank=True)
    issuers = models.JSONField()  # [{code, name, name_en, signed_on}] in order
    blocks = models.JSONField()
    recipients = models.CharField(max_length=1000, blank=True)
    topic = models.CharField(max_length=60)
    text = models.TextField()  # for the sites' search box
    issued_on = models.DateField()
    effective_on = models.DateField()
    published_at = models.DateTimeField(db_default=models.functions.Now())
    content_hash = models.CharField(max_length=64)
    content_hash_sm3 = models.CharField(max_length=64)
    file_sha256 = models.CharField(max_length=64, unique=True)
    file_size = models.BigIntegerField()
    check_code = models.CharField(max_length=24, unique=True)
    outcome = models.JSONField()
    purged_at = models.DateTimeField(null=True, blank=True, db_index=True)
    purged_by = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")

    objects = PublishedDocumentQuerySet.as_manager()

    class Meta:
        ordering = ["-published_at", "-pk"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Its page, on whichever site this is asked."""
        return reverse("publication:detail", args=[self.public_id])


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


class ValidityChange(models.Model):
    """From a day on the document has another validity; the newest row tells today's."""

    document = models.ForeignKey(PublishedDocument, models.PROTECT, related_name="validity_changes")
    validity = models.CharField(max_length=12, choices=Validity.choices)
    since = models.DateField()
    successor = models.ForeignKey(PublishedDocument, models.PROTECT, null=True, related_name="+")
    noted_at = models.DateTimeField(db_default=models.functions.Now())

    class Meta:
        ordering = ["-since", "-pk"]


class Attempt(models.Model):
    """How often one visitor asked for a verification in one minute; counted by ``count_attempt`` alone."""

    visitor = models.CharField(max_length=64)  # a keyed digest of the address, never the address
    minute = models.BigIntegerField()
    count = models.IntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["visitor", "minute"], name="attempt_is_counted_once")]
        indexes = [models.Index(fields=["minute"], name="attempt_minute")]
