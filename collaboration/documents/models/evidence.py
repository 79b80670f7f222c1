"""Evidence bundles that units asked for: the files as they were then, and the portal's signature over them."""

import hashlib
from typing import Self

from django.db import models

from collaboration.documents.models.document import JointDocument
from tenants.identity.actor import Actor
from tenants.identity.models import User
from tenants.units.models import Unit


class EvidenceQuerySet(models.QuerySet["Evidence"]):
    def visible_to(self, actor: Actor) -> Self:
        """What the acting unit asked for; it holds what that unit may see."""
        if not actor.handles_content:
            return self.none()
        return self.filter(unit=actor.unit, document__in=JointDocument.objects.visible_to(actor))


class Evidence(models.Model):
    """One bundle of one unit. Asked for again while nothing has changed, it is the same."""

    document = models.ForeignKey(JointDocument, models.CASCADE, related_name="evidence")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    file_sha256 = models.CharField(max_length=64)  # of the files without manifest and signature, as one .zip
    manifest = models.BinaryField()
    made_at = models.DateTimeField(db_default=models.functions.Now())
    signature = models.BinaryField(default=b"")  # over the manifest, with a time stamp; the sealer makes it
    roots = models.BinaryField(default=b"")
    revoked = models.BinaryField(default=b"")
    signed_at = models.DateTimeField(null=True, blank=True)

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at"]
        constraints = [models.UniqueConstraint(fields=["document", "unit", "file_sha256"], name="bundle_is_made_once")]

    @property
    def digest(self) -> str:
        """SHA-256 of the manifest: what is recorded, and what the portal signs."""
        return hashlib.sha256(bytes(self.manifest)).hexdigest()
