"""A unit's archive: originals and copies of finished documents with bytes and proof, loans, transfer lists.

In the tenant's schema, guarded by unit as well, and complete in itself: nothing here looks into what units share, so it
stays readable when the unit shares nothing any more.
"""

import hashlib
from typing import Self, TypeVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tenants.identity.actor import Actor

SORT = "WS"  # 文书档案: the sort of records a document of an office belongs to


class Retention(models.TextChoices):
    """How long it is kept, by the codes of the archive number."""

    PERMANENT = "Y", pgettext_lazy("retention", "Permanently")
    THIRTY = "D30", _("30 years")
    TEN = "D10", _("10 years")


Row = TypeVar("Row", bound=models.Model)


class OwnQuerySet(models.QuerySet[Row]):
    def visible_to(self, actor: Actor) -> Self:
        """The acting unit's own, for those who work on its matters."""
        return self.filter(unit_id=actor.unit.pk) if actor.handles_content else self.none()


class Fonds(models.Model):
    """The number and name under which the unit's archive is known 全宗."""

    unit_id = models.BigIntegerField(unique=True)
    number = models.CharField(_("Fonds number"), max_length=20)
    name = models.CharField(_("Name of the fonds"), max_length=100)

    objects = OwnQuerySet.as_manager()


class TransferList(models.Model):
    """What went from the unit to an archive at one time 移交清单."""

    public_id = models.UUIDField(unique=True, db_default=models.Func(function="gen_random_uuid"))
    unit_id = models.BigIntegerField()
    number = models.IntegerField()
    receiver = models.CharField(_("Receiving archive"), max_length=100)
    made_by = models.CharField(max_length=140)
    made_at = models.DateTimeField(db_default=models.functions.Now())

    objects = OwnQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["unit_id", "number"], name="transfer_number_is_once")]

    def get_absolute_url(self) -> str:
        return reverse("archive:transfer", args=[self.public_id])


class ItemQuerySet(OwnQuerySet["Item"]):
    def without_bytes(self) -> Self:
        """As lists need it: the file and its proof stay where they are."""
        return self.defer("file", "proof")

    def to_archive(self) -> Self:
        """Kept, and not numbered yet."""
        return self.filter(item_number=None)

    def archived(self) -> Self:
        """With an archive number."""
        return self.exclude(item_number=None)

    def lent(self) -> Self:
        """Out at the moment."""
        return self.filter(loans__returned_at=None, loans__isnull=False)


class Item(models.Model):
    """One document 件: its bytes and proof from the first day, its archive number once it is archived."""

    public_id = models.UUIDField(unique=True, db_default=models.Func(function="gen_random_uuid"))
    unit_id = models.BigIntegerField()
    about = models.UUIDField()  # the public id of the document
    is_original = models.BooleanField(default=False)  # one of the originals of equal force, kept by the portal itself
    copies = models.SmallIntegerField(default=1)  # how many units keep one
    kind = models.CharField(max_length=60)
    title = models.CharField(max_length=300)
    number = models.CharField(max_length=60, blank=True)
    issuers = models.CharField(max_length=2000)
    dated_on = models.DateField()
    check_code = models.CharField(max_length=24)
    file = models.BinaryField()
    file_sha256 = models.CharField(max_length=64)
    proof = models.JSONField(default=dict)
    kept_at = models.DateTimeField(db_default=models.functions.Now())
    fonds = models.CharField(max_length=20, blank=True)
    year = models.SmallIntegerField(null=True, blank=True)
    retention = models.CharField(_("Retention period"), max_length=3, choices=Retention.choices, blank=True)
    department = models.CharField(_("Department"), max_length=60, blank=True)
    item_number = models.IntegerField(null=True, blank=True)
    archived_by = models.CharField(max_length=140, blank=True)
    archived_at = models.DateTimeField(null=True, blank=True)
    transfer = models.ForeignKey(TransferList, models.PROTECT, null=True, blank=True, related_name="items")

    objects = ItemQuerySet.as_manager()

    class Meta:
        ordering = ["-kept_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["unit_id", "about"], name="document_is_kept_once"),
            models.UniqueConstraint(
                fields=["unit_id", "year", "retention", "department", "item_number"],
                condition=~Q(item_number=None),
                name="item_number_is_once",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("archive:item", args=[self.public_id])

    @property
    def archive_number(self) -> str:
        """The number 档号 of the archived document; empty until then."""
        if self.item_number is None:
            return ""
        parts = [self.fonds, f"{SORT}·{self.year}", self.retention, self.department, f"{self.item_number:04}"]
        return "-".join(part for part in parts if part)

    @property
    def is_purged(self) -> bool:
        """Whether its words and bytes were removed for good."""
        return not self.file_sha256

    def read(self) -> bytes:
        """The bytes, held against their digest. Raises ``OSError`` when they rotted."""
        data = bytes(self.file)
        if hashlib.sha256(data).hexdigest() != self.file_sha256:
            raise OSError(f"archived file {self.public_id} differs from its digest")
        return data


class Loan(models.Model):
    """Who was lent it, what for, until when, and when it came back 借阅."""

    unit_id = models.BigIntegerField()
    item = models.ForeignKey(Item, models.CASCADE, related_name="loans")
    borrower = models.CharField(_("Borrower"), max_length=100)
    purpose = models.CharField(_("Purpose"), max_length=300)
    until = models.DateField(_("Until"))
    lent_by = models.CharField(max_length=140)
    lent_at = models.DateTimeField(db_default=models.functions.Now())
    returned_at = models.DateTimeField(null=True, blank=True)
    returned_to = models.CharField(max_length=140, blank=True)

    objects = OwnQuerySet.as_manager()

    class Meta:
        ordering = ["-lent_at"]
        constraints = [
            models.UniqueConstraint(fields=["item"], condition=Q(returned_at=None), name="lent_to_one_at_a_time")
        ]
