"""Files by content hash, written once outside the web root; unique per matter and hash, never by hash alone."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from tenants.units.models import Unit


class StoredFile(models.Model):
    """One file that a unit holds; its bytes lie under the digest, its rights come from the row that points to it."""

    class State(models.TextChoices):
        PENDING = "pending", _("Being checked")
        CLEAN = "clean", _("Checked")
        REFUSED = "refused", _("Refused")
        PURGED = "purged", _("Purged")

    public_id = models.UUIDField(primary_key=True, db_default=models.Func(function="gen_random_uuid"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    matter = models.UUIDField(null=True, db_index=True)
    sha256 = models.CharField(max_length=64)
    size = models.BigIntegerField()
    name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=100)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PENDING)
    created_at = models.DateTimeField(db_default=models.functions.Now())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "matter", "sha256"], name="file_is_once_per_matter")]
