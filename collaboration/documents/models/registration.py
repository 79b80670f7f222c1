"""Documents that were signed before the portal: what is registered of them, and units that object to it."""

from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from collaboration.documents.models.document import JointDocument
from collaboration.documents.models.signing import Countersignature
from collaboration.publication.models import PublishedDocument, Validity
from tenants.identity.actor import Actor
from tenants.identity.models import User
from tenants.units.models import Unit


class RegistrationQuerySet(models.QuerySet["Registration"]):
    def visible_to(self, actor: Actor) -> Self:
        """Of documents the acting unit sees; before its confirmation the registering unit's alone."""
        own = Q(document__matter__drafting_unit=actor.unit)
        return self.filter(own | ~Q(confirmed_at=None), document__in=JointDocument.objects.visible_to(actor))


class Registration(models.Model):
    """What makes a document one that was signed before the portal: its scan, its own number and dates.

    A signatory of the registering unit confirms it; nothing is ever sealed anew, and the scan is the document's file.
    """

    document = models.OneToOneField(JointDocument, models.CASCADE, primary_key=True, related_name="registration")
    number = models.CharField(max_length=60, blank=True)
    units = ArrayField(models.BigIntegerField())  # those under the text, in its order
    scan_sha256 = models.CharField(max_length=64)
    scan_size = models.BigIntegerField()
    in_force_from = models.DateField()
    in_force_until = models.DateField(null=True, blank=True)
    validity = models.CharField(max_length=10, choices=Validity.choices, default=Validity.IN_FORCE)
    validity_since = models.DateField(null=True, blank=True)
    successor = models.ForeignKey(PublishedDocument, models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.CharField(max_length=500, blank=True)  # what ended it, where no published document did
    check_code = models.CharField(max_length=24, unique=True)
    entered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField(db_default=models.functions.Now())
    confirmed_at = models.DateTimeField(null=True, blank=True)

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(in_force_until=None) | Q(in_force_until__gte=F("in_force_from")),
                name="registration_has_a_term",
            ),
            models.CheckConstraint(
                condition=Q(validity=Validity.IN_FORCE) | Q(validity_since__isnull=False), name="end_has_a_day"
            ),
        ]


class ObjectionQuerySet(models.QuerySet["Objection"]):
    def standing(self) -> Self:
        """Those whose unit has not confirmed the registration after all."""
        confirmed = Countersignature.objects.filter(
            countersigning__document=OuterRef("document"), unit=OuterRef("unit")
        )
        return self.exclude(Exists(confirmed))


class Objection(models.Model):
    """A unit named under a registered document says that it is not what it signed. Never changed."""

    document = models.ForeignKey(JointDocument, models.CASCADE, related_name="objections")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    user_name = models.CharField(max_length=60)
    reason = models.CharField(_("Reason"), max_length=1000, blank=True)
    at = models.DateTimeField(db_default=models.functions.Now())

    objects = ObjectionQuerySet.as_manager()

    class Meta:
        ordering = ["at"]
        constraints = [models.UniqueConstraint(fields=["document", "unit"], name="unit_objects_once")]
