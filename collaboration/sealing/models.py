"""Registered certificates, standing authorisations, releases of seals, the register of uses, sealed files."""

from datetime import date
from typing import Self
from uuid import UUID

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from collaboration.matters.models import Matter
from tenants.identity.actor import Actor
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


STANDING = "standing_authorisation"  # the method of a release for which nobody was asked


class Standing(models.TextChoices):
    """Where a standing authorisation stands on a day."""

    ENTERED = "entered", _("Waiting for the signatory")
    COMING = "coming", _("Not yet valid")
    VALID = "valid", _("Valid")
    EXPIRED = "expired", _("Term over")
    ENDED = "ended", _("Ended early")
    DISCARDED = "discarded", _("Discarded")


class StandingAuthorisationQuerySet(models.QuerySet["StandingAuthorisation"]):
    def visible_to(self, actor: Actor) -> Self:
        """Those of the acting unit."""
        return self.filter(unit=actor.unit) if actor.handles_content else self.none()

    def over(self, on: date) -> Self:
        """Those that were ended, and those whose term is over on this day."""
        return self.filter(models.Q(ended_at__isnull=False) | models.Q(valid_until__lt=on))

    def valid(self, on: date) -> Self:
        """Those that a signatory confirmed and that hold on this day."""
        held = self.filter(ended_at=None, granted_at__isnull=False)
        return held.filter(valid_from__lte=on, valid_until__gte=on).order_by("valid_until", "pk")

    def covering(self, *, kind: str, drafting_unit: Unit) -> Self:
        """Those that speak of documents of this kind that this unit drafts."""
        anybody_or_them = models.Q(drafting_units=[]) | models.Q(drafting_units__contains=[drafting_unit.pk])
        return self.filter(anybody_or_them, kinds__contains=[kind])


class StandingAuthorisation(models.Model):
    """A written instrument under which a unit's seal is released for kinds of document without asking each time.

    Somebody enters it, a signatory of the unit confirms it; it never changes afterwards but may be ended. Written by
    the definer functions of this app alone.
    """

    public_id = models.UUIDField(unique=True, db_default=models.Func(function="gen_random_uuid"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    kinds = ArrayField(models.CharField(max_length=30))  # of document, as publications name them
    drafting_units = ArrayField(models.BigIntegerField(), default=list)  # none: whoever drafts
    title = models.CharField(max_length=200)
    number = models.CharField(max_length=60, blank=True)
    dated_on = models.DateField()
    scan_sha256 = models.CharField(max_length=64, blank=True)
    scan_name = models.CharField(max_length=200, blank=True)
    valid_from = models.DateField()
    valid_until = models.DateField()
    entered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField(db_default=models.functions.Now())
    granted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    granted_at = models.DateTimeField(null=True)
    method = models.CharField(max_length=30, blank=True)
    proof = models.JSONField(default=dict)
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)

    objects = StandingAuthorisationQuerySet.as_manager()

    class Meta:
        ordering = ["-entered_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(valid_until__gte=models.F("valid_from")), name="authorisation_has_a_term"
            ),
            models.CheckConstraint(condition=~models.Q(kinds=[]), name="authorisation_covers_a_kind"),
        ]

    def __str__(self) -> str:
        return f"《{self.title}》{self.number}" if self.title else gettext("Purged instrument")

    def get_absolute_url(self) -> str:
        return reverse("sealing:authorisation", args=[self.public_id])

    def standing(self, on: date) -> Standing:
        """Where it stands on this day."""
        if self.ended_at:
            return Standing.ENDED if self.granted_at else Standing.DISCARDED
        if self.valid_until < on:
            return Standing.EXPIRED
        if not self.granted_at:
            return Standing.ENTERED
        return Standing.COMING if self.valid_from > on else Standing.VALID


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


class SealPicture(models.Model):
    """A picture of a unit's seal; the newest is in use. The picture itself lies encrypted in the file store."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="seal_pictures")
    sha256 = models.CharField(max_length=64)  # of the picture
    file_sha256 = models.CharField(max_length=64)  # of the encrypted file
    media_type = models.CharField(max_length=20)
    diameter_mm = models.SmallIntegerField()
    handed_in_at = models.DateTimeField(db_default=models.functions.Now())
    replaced_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-handed_in_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit"], condition=models.Q(replaced_at=None), name="unit_has_one_seal_picture"
            ),
            models.CheckConstraint(
                condition=models.Q(diameter_mm__gte=38, diameter_mm__lte=50), name="seal_has_a_lawful_size"
            ),
        ]


class SealUse(models.Model):
    """The register of uses: which seal went on which file, in which order; written by the sealer."""

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="seal_uses")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    certificate = models.ForeignKey(SealCertificate, models.PROTECT, related_name="+")
    picture = models.ForeignKey(SealPicture, models.PROTECT, null=True, related_name="+")  # none: the sample seal
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
    is_concealed = models.BooleanField(db_default=False)  # it lies encrypted with the key of the matter
    is_scan = models.BooleanField(default=False)  # of a paper signed before the portal: nothing in it was sealed here
    issuers = ArrayField(models.BigIntegerField())
    on_paper = ArrayField(models.BigIntegerField(), default=list)  # those of them whose seals are on scanned sheets
    outcome = models.JSONField(default=dict)  # what the examination found, stored for good at closing
    substitutes = ArrayField(models.CharField(max_length=100), default=list)  # fonts that stood in for others
    changed_at = models.DateTimeField(auto_now=True)


class RenewedStamp(models.Model):
    """A time stamp that was put beside a closed file in later years; it covers the file and all stamps before it."""

    file = models.ForeignKey(SealedFile, models.PROTECT, related_name="renewed")
    order = models.SmallIntegerField()
    token = models.BinaryField()
    made_at = models.DateTimeField(db_default=models.functions.Now())

    class Meta:
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["file", "order"], name="stamp_has_its_place_in_the_row")]


OFD = "application/ofd"  # its media type


class OfdCopy(models.Model):
    """EXPERIMENTAL: a closed file, or the file of a public version, as OFD. Written by the sealer."""

    about = models.UUIDField()  # the matter, which the public cannot see
    source_sha256 = models.CharField(max_length=64)  # of the PDF it shows
    sha256 = models.CharField(max_length=64, blank=True)  # empty: this PDF cannot be carried over
    size = models.BigIntegerField(default=0)
    made_at = models.DateTimeField(db_default=models.functions.Now())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["about", "source_sha256"], name="ofd_copy_is_made_once")]

    @classmethod
    def of(cls, about: UUID, source_sha256: str) -> "OfdCopy | None":
        """The copy of this PDF of the matter, where the setting offers them and there is one."""
        if not settings.OFD_COPIES:
            return None
        return cls.objects.filter(about=about, source_sha256=source_sha256).exclude(sha256="").first()
