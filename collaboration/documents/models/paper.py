"""Signing on paper: the scanned sheet that a unit brings back, until its signatory confirms it."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from collaboration.documents.models.document import JointDocument
from collaboration.documents.models.signing import Countersigning
from tenants.identity.actor import Actor
from tenants.identity.models import User
from tenants.units.models import Unit


class PaperSheetQuerySet(models.QuerySet["PaperSheet"]):
    def visible_to(self, actor: Actor) -> Self:
        """A unit's own; everybody's who takes part once its signatory confirmed it."""
        documents = JointDocument.objects.visible_to(actor)
        mine_or_confirmed = models.Q(unit=actor.unit) | models.Q(confirmed_at__isnull=False)
        return self.filter(mine_or_confirmed, countersigning__document__in=documents)


class PaperSheet(models.Model):
    """The scan of a sheet that a unit signed and sealed by hand, under the digest of exactly this text."""

    class Type(models.TextChoices):
        PDF = "application/pdf", _("PDF")
        JPEG = "image/jpeg", _("JPEG picture")

    public_id = models.UUIDField(unique=True, db_default=models.Func(function="gen_random_uuid"))
    countersigning = models.ForeignKey(Countersigning, models.CASCADE, related_name="sheets")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    scan_sha256 = models.CharField(max_length=64)
    size = models.BigIntegerField()
    media_type = models.CharField(max_length=20, choices=Type.choices)
    uploaded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(db_default=models.functions.Now())
    confirmed_at = models.DateTimeField(null=True, blank=True)

    objects = PaperSheetQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["countersigning", "unit"], name="sheet_is_once_per_unit")]
