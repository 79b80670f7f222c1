"""What precedes publication: reviews, the public version, and when and with whose consent it happens."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from collaboration.documents.models.document import JointDocument
from tenants.identity.models import User
from tenants.units.models import Unit


class Review(models.Model):
    """What was decided before publication, by whom, for which public text. Never changed; the newest holds."""

    class Kind(models.TextChoices):
        DISCLOSURE = "disclosure", _("Disclosure decision")
        SECRECY = "secrecy", _("Secrecy review")
        RISK = "risk", _("Risk assessment")

    class Outcome(models.TextChoices):
        PUBLIC = "public", _("To be made public")
        ON_REQUEST = "on_request", _("Disclosed on request")
        WITHHELD = "withheld", _("Not to be disclosed")
        PASSED = "passed", _("Passed: contains no secrets")
        REFUSED = "refused", _("Refused: must not be made public")
        LOW = "low", _("Low risk")
        MEDIUM = "medium", _("Medium risk, with measures")
        HIGH = "high", _("High risk: not to be published now")

    document = models.ForeignKey(JointDocument, models.CASCADE, related_name="reviews")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    words = models.CharField(max_length=1000, blank=True)
    content_hash = models.CharField(max_length=64)  # of the text as the public would read it
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    user_name = models.CharField(max_length=60)
    at = models.DateTimeField(db_default=models.functions.Now())

    class Meta:
        ordering = ["pk"]


class PublicVersion(models.Model):
    """Which words and paragraphs the public does not read. The newest row holds; its file is typeset by the sealer."""

    document = models.ForeignKey(JointDocument, models.CASCADE, related_name="public_versions")
    words = models.JSONField(default=list)
    block_ids = models.JSONField(default=list)
    ground = models.CharField(max_length=300, blank=True)
    content_hash = models.CharField(max_length=64)
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.BigIntegerField(default=0)
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(db_default=models.functions.Now())

    class Meta:
        ordering = ["pk"]

    @property
    def hides(self) -> bool:
        """Whether anything is left out at all; an empty row takes an earlier one back."""
        return bool(self.words or self.block_ids)


class PublicationPlan(models.Model):
    """That the document is to be published at a time, or once all signing units agree, or both."""

    class Outcome(models.TextChoices):
        PUBLISHED = "published", _("Published")
        CANCELLED = "cancelled", pgettext_lazy("plan", "Cancelled")
        REFUSED = "refused", _("Refused by a unit")

    document = models.ForeignKey(JointDocument, models.CASCADE, related_name="publication_plans")
    publish_at = models.DateTimeField(null=True, blank=True)
    asks_units = models.BooleanField(default=False)
    content_hash = models.CharField(max_length=64)
    title_en = models.CharField(max_length=300, blank=True)
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(db_default=models.functions.Now())
    ended_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["document"], condition=Q(ended_at=None), name="one_open_publication_plan")
        ]


class PublicationConsent(models.Model):
    """One signing unit's word on a plan: it agrees, or refuses with a reason. Never changed."""

    plan = models.ForeignKey(PublicationPlan, models.CASCADE, related_name="consents")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    agrees = models.BooleanField()
    reason = models.CharField(max_length=1000, blank=True)
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    user_name = models.CharField(max_length=60)
    at = models.DateTimeField(db_default=models.functions.Now())

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["plan", "unit"], name="unit_consents_once")]
