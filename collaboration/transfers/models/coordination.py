"""What units settle together, with a clock: problems of a filed case, and who of several is competent for a case."""

from typing import Self
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from collaboration.matters.models import Matter
from tenants.identity.actor import Actor
from tenants.identity.models import User
from tenants.units.models import Unit


class CoordinationState(models.TextChoices):
    """How far it is; kept on its own matter."""

    DRAFT = "draft", pgettext_lazy("coordination", "Being opened")
    OPEN = "open", pgettext_lazy("coordination", "Being negotiated")
    WITH_SUPERIOR = "with_superior", _("With the common superior")
    WITH_LEADS = "with_leads", _("With the lead units")
    REFERRED = "referred", _("Referred to the competent organ")
    SETTLED = "settled", pgettext_lazy("coordination", "Settled")
    PURGED = "purged", _("Purged")


class CoordinationQuerySet(models.QuerySet["Coordination"]):
    def visible_to(self, actor: Actor) -> Self:
        """What the acting unit takes part in."""
        return self.filter(matter__in=Matter.objects.visible_to(actor))

    def with_units(self) -> Self:
        """With what lists and pages show."""
        return self.select_related("matter__drafting_unit", "handling_unit", "superior").defer("decision_paper")

    def about(self, case: UUID, number: str = "") -> Self:
        """Those about this request; with a number also those in which a unit proved a case of this number."""
        same = Q(filings__plain_number=number) if number else Q()
        return self.filter(Q(cases__about=case) | same).distinct()


class Coordination(models.Model):
    """A recorded exchange among units, with a clock and an outcome.

    A jurisdiction dispute ends by agreement, by the common superior's word, or by a decision from outside the portal.
    """

    class Purpose(models.TextChoices):
        CASE = "case", _("Coordination of a case")
        JURISDICTION = "jurisdiction", _("Jurisdiction dispute")

    class Ground(models.TextChoices):
        AGREED = "agreed", _("Agreed by the units")
        DESIGNATED = "designated", _("Designated by the common superior")
        AGREED_BY_LEADS = "agreed_by_leads", _("Agreed by the lead units")
        DECIDED_OUTSIDE = "decided_outside", _("Decided by the competent organ")
        CONCLUDED = "concluded", _("Concluded by the province")

    matter = models.OneToOneField(Matter, models.CASCADE, primary_key=True, related_name="coordination")
    purpose = models.CharField(max_length=12, choices=Purpose.choices)
    subject = models.CharField(_("Subject"), max_length=200, blank=True)
    question = models.TextField(_("What is to be settled"), max_length=4000, blank=True)
    until = models.DateField(_("To be settled by"))
    units = ArrayField(models.BigIntegerField())  # those that began it; whoever joins later decides
    superior = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    organ = models.CharField(_("Competent organ"), max_length=100, blank=True)
    ground = models.CharField(max_length=16, choices=Ground.choices, blank=True)
    handling_unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    outcome = models.TextField(_("Outcome"), max_length=4000, blank=True)
    decision_number = models.CharField(_("Number of the decision"), max_length=60, blank=True)
    decided_on = models.DateField(_("Decided on"), null=True, blank=True)
    decision_paper = models.BinaryField(default=b"")  # of an organ outside; locked with the key of the matter
    decision_sha256 = models.CharField(max_length=64, blank=True)
    settled_by = models.CharField(max_length=140, blank=True)

    objects = CoordinationQuerySet.as_manager()

    class Meta:
        ordering = ["-matter__changed_at"]

    def __str__(self) -> str:
        return self.subject

    def get_absolute_url(self) -> str:
        return reverse("transfers:coordination", args=[self.matter.public_id])

    @property
    def public_id(self) -> UUID:
        return self.matter.public_id

    @property
    def state(self) -> CoordinationState:
        return CoordinationState(self.matter.state)

    @property
    def is_dispute(self) -> bool:
        return self.purpose == self.Purpose.JURISDICTION


class Position(models.Model):
    """What one unit says in it, and whom it holds competent. Never changed; the last word of a unit counts."""

    coordination = models.ForeignKey(Coordination, models.CASCADE, related_name="positions")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    competent = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    text = models.TextField(_("Position"), max_length=4000)
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    user_name = models.CharField(max_length=140)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["pk"]


class FirstFiling(models.Model):
    """When a unit first opened the case 先予立案, with its proof. Entered once."""

    public_id = models.UUIDField(unique=True, db_default=models.Func(function="gen_random_uuid"))
    coordination = models.ForeignKey(Coordination, models.CASCADE, related_name="filings")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    filed_at = models.DateTimeField(_("Case opened at"))
    case_number = models.CharField(_("Case number"), max_length=60)
    plain_number = models.CharField(max_length=200)  # as it is compared
    proof = models.BinaryField()  # locked with the key of the matter
    proof_sha256 = models.CharField(max_length=64)
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    user_name = models.CharField(max_length=140)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["filed_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["coordination", "unit"], name="first_filing_is_entered_once")]


class CoordinatedCase(models.Model):
    """A request that the exchange is about; what comes of it is recorded there. A database function writes it."""

    coordination = models.ForeignKey(Coordination, models.CASCADE, related_name="cases")
    about = models.UUIDField(db_index=True)  # the public id of the request
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["coordination", "about"], name="case_is_coordinated_once")]


class Referral(models.Model):
    """To which organ a lead unit would refer the dispute. Never changed; referred once the last words of all agree."""

    coordination = models.ForeignKey(Coordination, models.CASCADE, related_name="referrals")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    organ = models.CharField(_("Competent organ"), max_length=100)
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    user_name = models.CharField(max_length=140)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["pk"]
