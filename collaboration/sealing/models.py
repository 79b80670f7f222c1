"""Registered certificates, standing authorisations, releases of seals, the register of uses, sealed files."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from collaboration.matters.models import Matter
from tenants.identity.models import User
from tenants.units.models import Unit


class SealCertificate(models.Model):
    """A certificate that a unit registered for its seal; the key itself lies with the sealer or a device."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="seal_certificates")
    fingerprint = models.CharField(max_length=64, unique=True)  # SHA-256 of the DER form
    pem = models.TextField()
    is_development = models.BooleanField()
    valid_from = models.DateTimeField()
    valid_until = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-valid_from"]


class StandingAuthorisation(models.Model):
    """A written authorisation under which a unit's seal is released for one kind of matter without asking each time."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=30)
    reference = models.CharField(_("Authorising document"), max_length=120)
    granted_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    granted_at = models.DateTimeField(db_default=models.functions.Now())
    valid_until = models.DateField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)


class SealRelease(models.Model):
    """A seal keeper (or a standing authorisation) releases the unit's seal for one matter and one content hash."""

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="seal_releases")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    content_hash = models.CharField(max_length=64)
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    authorisation = models.ForeignKey(StandingAuthorisation, models.PROTECT, null=True, related_name="+")
    method = models.CharField(max_length=30)
    proof = models.JSONField(default=dict)
    released_at = models.DateTimeField(db_default=models.functions.Now())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["matter", "unit"], name="seal_is_released_once")]


class SealUse(models.Model):
    """The register of uses: which seal went on which file, in which order; written by the sealer."""

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="seal_uses")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    certificate = models.ForeignKey(SealCertificate, models.PROTECT, related_name="+")
    order = models.SmallIntegerField()
    base_sha256 = models.CharField(max_length=64)
    result_sha256 = models.CharField(max_length=64)
    used_at = models.DateTimeField(db_default=models.functions.Now())

    class Meta:
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["matter", "unit"], name="seal_is_used_once")]


class SealedFile(models.Model):
    """The PDF of a matter on its way through sealing, and what its examination found once it was closed."""

    class State(models.TextChoices):
        TYPESET = "typeset", _("Typeset")
        CERTIFIED = "certified", _("Prepared for seals")
        CLOSED = "closed", _("Sealed and closed")

    matter = models.OneToOneField(Matter, models.PROTECT, primary_key=True, related_name="sealed_file")
    state = models.CharField(max_length=10, choices=State.choices)
    content_hash = models.CharField(max_length=64)
    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.BigIntegerField()
    check_code = models.CharField(max_length=24, unique=True)
    issuers = ArrayField(models.BigIntegerField())
    outcome = models.JSONField(default=dict)  # what the examination found, stored for good at closing
    substitutes = ArrayField(models.CharField(max_length=100), default=list)  # fonts that stood in for others
    changed_at = models.DateTimeField(auto_now=True)
