"""What is kept beside requests: how the help was rated, and views of the ledger that a person keeps."""

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from collaboration.assistance.models.request import AssistanceRequest
from tenants.identity.models import User
from tenants.units.models import Unit


class Rating(models.Model):
    """How the unit that asked found the help it got. Given once, answered once."""

    class Mark(models.TextChoices):
        GOOD = "good", pgettext_lazy("rating", "Good")
        FAIR = "fair", pgettext_lazy("rating", "Fair")
        POOR = "poor", pgettext_lazy("rating", "Poor")

    request = models.OneToOneField(AssistanceRequest, models.CASCADE, primary_key=True, related_name="rating")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")  # whose help is rated
    timeliness = models.CharField(_("Timeliness"), max_length=4, choices=Mark.choices)
    effort = models.CharField(_("Effort"), max_length=4, choices=Mark.choices)
    comment = models.CharField(_("Comment"), max_length=500, blank=True)
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    user_name = models.CharField(max_length=140)
    at = models.DateTimeField(db_default=Now())
    answer = models.CharField(_("Answer"), max_length=500, blank=True)
    answered_by = models.CharField(max_length=140, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)


class SavedView(models.Model):
    """The ledger with its filters that a person keeps under a name; the filters are those of its address."""

    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    name = models.CharField(_("Name"), max_length=40)
    query = models.CharField(max_length=700)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["user", "name"], name="saved_view_name_is_unique")]
