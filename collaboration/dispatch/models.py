"""A finished document that was sent: what every addressee reads, the addressees, their queries.

The words are a copy, as in a publication: whoever gets a document gets nothing of how it came about.
"""

from typing import Self
from uuid import UUID

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from collaboration.matters.models import Matter
from tenants.identity.actor import Actor
from tenants.units.models import Unit


class State(models.TextChoices):
    """How far a dispatch is; kept on its matter."""

    DRAFT = "draft", pgettext_lazy("dispatch", "Being sent")
    SENT = "sent", pgettext_lazy("dispatch", "Sent")
    COMPLETE = "complete", pgettext_lazy("dispatch", "Answered by all")
    PURGED = "purged", _("Purged")


class DispatchQuerySet(models.QuerySet["Dispatch"]):
    def visible_to(self, actor: Actor) -> Self:
        """What the acting unit sent or signed, and what reached it."""
        return self.filter(matter__in=Matter.objects.visible_to(actor))

    def of(self, about: UUID) -> Self:
        """All dispatches of one document, the oldest first."""
        return self.filter(about=about).select_related("matter__drafting_unit").order_by("pk")


class Dispatch(models.Model):
    """One sending of a sealed document, a matter of its own between the issuing units and the addressees."""

    class Purpose(models.TextChoices):
        ISSUE = "issue", pgettext_lazy("purpose", "Issue")
        FILING = "filing", pgettext_lazy("purpose", "Filing for the record")

    matter = models.OneToOneField(Matter, models.CASCADE, primary_key=True, related_name="dispatch")
    purpose = models.CharField(max_length=10, choices=Purpose.choices)
    about = models.UUIDField(db_index=True)  # the public id of what was sent
    about_kind = models.CharField(max_length=30)
    document_kind = models.CharField(max_length=30)
    title = models.CharField(max_length=300, blank=True)
    title_lines = models.JSONField(default=list)
    number = models.CharField(max_length=60, blank=True)
    issuers = models.JSONField(default=list)  # [{code, name, name_en}]
    recipients = models.CharField(max_length=1000, blank=True)
    blocks = models.JSONField(default=list)
    issued_on = models.DateField()
    content_hash = models.CharField(max_length=64)
    file_sha256 = models.CharField(max_length=64)
    file_size = models.BigIntegerField()
    check_code = models.CharField(max_length=24)
    note = models.CharField(max_length=500, blank=True)
    sent_at = models.DateTimeField(db_default=models.functions.Now())

    objects = DispatchQuerySet.as_manager()

    class Meta:
        ordering = ["-sent_at"]
        constraints = [
            models.UniqueConstraint(fields=["about"], condition=Q(purpose="filing"), name="document_is_filed_once")
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("dispatch:detail", args=[self.matter.public_id])

    @property
    def public_id(self) -> UUID:
        return self.matter.public_id


class AddresseeQuerySet(models.QuerySet["Addressee"]):
    def visible_to(self, actor: Actor) -> Self:
        """All addressees of what the acting unit sends or signed; of what reached it, itself alone."""
        sending = Q(dispatch__matter__drafting_unit=actor.unit) | Q(
            dispatch__issuers__contains=[{"code": actor.unit.code}]
        )
        return self.filter(Q(unit=actor.unit) | sending, dispatch__in=Dispatch.objects.visible_to(actor))

    def filed_with(self, actor: Actor) -> Self:
        """The register of filed documents of the acting unit."""
        mine = self.visible_to(actor).filter(unit=actor.unit, role__in=Addressee.FILED)
        return mine.select_related("dispatch__matter__drafting_unit").order_by("-dispatch__sent_at", "-pk")

    def on_paper(self) -> Self:
        """Recipients outside the portal."""
        return self.filter(unit=None)


class Addressee(models.Model):
    """Whom it was sent to: a unit of the portal, or by name somebody outside who gets it on paper."""

    class Role(models.TextChoices):
        MAIN = "main", pgettext_lazy("addressee", "Main recipient")
        COPY = "copy", pgettext_lazy("addressee", "Copy recipient")
        FILED = "filed", pgettext_lazy("addressee", "Filed for the record")
        INFORMED = "informed", pgettext_lazy("addressee", "For information")

    FILED = (Role.FILED, Role.INFORMED)

    dispatch = models.ForeignKey(Dispatch, models.CASCADE, related_name="addressees")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField(max_length=200)
    role = models.CharField(max_length=10, choices=Role.choices)
    place = models.SmallIntegerField()
    answered_at = models.DateTimeField(null=True, blank=True)  # received, acknowledged, or delivered on paper
    answered_by = models.CharField(max_length=140, blank=True)
    delivered_on = models.DateField(null=True, blank=True)
    delivery_note = models.CharField(max_length=500, blank=True)

    objects = AddresseeQuerySet.as_manager()

    class Meta:
        ordering = ["place"]
        constraints = [
            models.UniqueConstraint(fields=["dispatch", "unit"], name="sent_once_to_a_unit"),
            models.UniqueConstraint(fields=["dispatch", "place"], name="addressee_place_is_once"),
        ]

    @property
    def display_name(self) -> str:
        """The name in the reader's language."""
        return self.unit.display_name if self.unit else self.name


class Query(models.Model):
    """What a unit that a document was filed with asks about it, and what it is answered."""

    addressee = models.ForeignKey(Addressee, models.CASCADE, related_name="queries")
    text = models.TextField(_("Query"), max_length=2000)
    asked_by = models.CharField(max_length=140)
    asked_at = models.DateTimeField(db_default=models.functions.Now())
    answer = models.TextField(_("Answer"), max_length=2000, blank=True)
    answered_by = models.CharField(max_length=140, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["asked_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["addressee"], condition=Q(answered_at=None), name="one_open_query_of_an_addressee"
            )
        ]
