"""Units of the alliance, the tenants (regional sites) they live in, and the hosts of those sites."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django_tenants.models import DomainMixin, TenantMixin


class Tenant(TenantMixin):
    """A province, city or the alliance itself: a schema and a public site of its own."""

    name = models.CharField(max_length=100)
    name_en = models.CharField(max_length=200)
    label = models.CharField(max_length=40, unique=True)  # first part of its host; empty for the alliance's own site

    auto_create_schema = False  # schemas are stamped from the template: tenants.db.stamping
    auto_drop_schema = False

    class Meta:
        ordering = ["schema_name"]

    def __str__(self) -> str:
        return self.name


class Domain(DomainMixin):
    """A host name that answers with one tenant's site."""


class Level(models.IntegerChoices):
    """The alliance's levels; Shanghai's districts stand at level 2 like a prefecture city."""

    OFFICE = 0, _("Alliance office")
    PROVINCE = 1, _("Province or municipality")
    CITY = 2, _("City or municipal district")
    COUNTY = 3, _("County, district or development zone")
    STREET = 4, _("Street or township")


class UnitQuerySet(models.QuerySet["Unit"]):
    def open(self) -> Self:
        """Units that still exist today."""
        return self.filter(Q(closed_on=None) | Q(closed_on__gt=timezone.localdate()))

    def lead(self) -> Self:
        """The province-level units that lead the alliance."""
        return self.filter(is_lead=True)


class Unit(models.Model):
    """An agency of the alliance at one of its levels."""

    code = models.CharField(max_length=12, unique=True)  # division code: 6 digits, 9 for streets; "office" at the top
    level = models.SmallIntegerField(choices=Level.choices)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    tenant = models.ForeignKey(Tenant, models.PROTECT, related_name="units")
    name = models.CharField(_("Name"), max_length=100)
    short_name = models.CharField(_("Short name"), max_length=60)
    name_en = models.CharField(_("English name"), max_length=200)
    region = models.CharField(_("Region"), max_length=60)
    region_en = models.CharField(_("Region in English"), max_length=100)
    pinyin = models.CharField(max_length=300, db_index=True)
    initials = models.CharField(max_length=60, db_index=True)
    is_lead = models.BooleanField(default=False)
    code_word = models.CharField(_("Agency code word"), max_length=20, blank=True)
    organisation_code = models.CharField(_("Organisation code"), max_length=9, blank=True)
    telephone = models.CharField(_("Telephone"), max_length=40, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    successor = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="predecessors")
    public_id = models.UUIDField(unique=True, db_default=models.Func(function="gen_random_uuid"))

    objects = UnitQuerySet.as_manager()

    class Meta:
        ordering = ["level", "code"]
        constraints = [
            models.CheckConstraint(condition=Q(level__gte=0, level__lte=4), name="unit_level_is_known"),
            models.CheckConstraint(
                condition=Q(successor=None) | ~Q(closed_on=None), name="unit_successor_needs_closing"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def display_name(self) -> str:
        """The name in the reader's language."""
        return self.name_en if (get_language() or "").startswith("en") and self.name_en else self.name


class Department(models.Model):
    """A part of a unit that people belong to."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="departments")
    name = models.CharField(_("Name"), max_length=60)

    class Meta:
        ordering = ["unit", "name"]
        constraints = [models.UniqueConstraint(fields=["unit", "name"], name="department_name_is_unique_in_unit")]

    def __str__(self) -> str:
        return self.name


class UnitName(models.Model):
    """A name that a unit carried until a date; old documents keep it."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="former_names")
    name = models.CharField(max_length=100)
    short_name = models.CharField(max_length=60)
    valid_until = models.DateField()

    class Meta:
        ordering = ["-valid_until"]

    def __str__(self) -> str:
        return self.name


class TemplateDump(models.Model):
    """The SQL of the template schema, from which new tenants are stamped."""

    sql = models.TextField()
