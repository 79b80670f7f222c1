"""Templates of documents, the alliance's and units' own, each in versions that never change."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from collaboration.document_templates.parts import Part
from tenants.identity.actor import Actor
from tenants.identity.models import User
from tenants.identity.roles import Role
from tenants.units.models import Unit


class TemplateQuerySet(models.QuerySet["Template"]):
    def visible_to(self, actor: Actor) -> Self:
        """The alliance's; those of the acting unit for who works on its matters or looks after what it offers."""
        is_theirs = actor.handles_content or actor.has(Role.UNIT_ADMINISTRATOR)
        return self.filter(Q(unit=None) | Q(unit=actor.unit) if is_theirs else Q(unit=None))

    def offered(self) -> Self:
        """Those that a document can be begun from today."""
        return self.filter(retired_at=None)

    def with_current(self) -> Self:
        """With their newest version, in one further query."""
        newest = TemplateVersion.objects.order_by("template", "-number").distinct("template")
        return self.select_related("unit").prefetch_related(models.Prefetch("versions", newest, to_attr="newest"))


class Template(models.Model):
    """What a kind of document usually consists of. Without a unit it is the alliance's, offered to everybody."""

    public_id = models.UUIDField(unique=True, db_default=models.Func(function="gen_random_uuid"))
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    kind = models.CharField(_("Kind"), max_length=20)
    key = models.CharField(max_length=40, blank=True)  # of one that every installation starts with
    retired_at = models.DateTimeField(null=True, blank=True)

    objects = TemplateQuerySet.as_manager()
    newest: list["TemplateVersion"]

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key"], condition=~Q(key=""), name="default_template_is_loaded_once"),
        ]

    def __str__(self) -> str:
        return self.current.name

    def get_absolute_url(self) -> str:
        return reverse("templates:template", args=[self.public_id])

    @property
    def current(self) -> "TemplateVersion":
        """What a document begins from today."""
        found = self.newest[0] if hasattr(self, "newest") else self.versions.order_by("number").last()
        assert found is not None  # noqa: S101 - a template is made together with its first version
        return found


class TemplateVersionQuerySet(models.QuerySet["TemplateVersion"]):
    def visible_to(self, actor: Actor) -> Self:
        """The versions of the templates that exist for this person, old ones too."""
        return self.filter(template__in=Template.objects.visible_to(actor))


class TemplateVersion(models.Model):
    """One state of a template, never changed afterwards: drafts remember which one they began from."""

    template = models.ForeignKey(Template, models.PROTECT, related_name="versions")
    number = models.IntegerField()
    name = models.CharField(_("Name"), max_length=100)
    title = models.CharField(_("Title"), max_length=300, blank=True)
    recipients = models.CharField(_("Recipients"), max_length=1000, blank=True)
    text = models.TextField(_("Text"))
    required = models.JSONField(default=list)  # the lines of ``Part``
    guidance = models.TextField(_("Guidance"), blank=True)
    author = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(db_default=Now())

    objects = TemplateVersionQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["template", "number"], name="template_version_is_once")]

    def __str__(self) -> str:
        return self.name

    @property
    def parts(self) -> list[Part]:
        """What a document begun from it must have."""
        return [Part.of(line) for line in self.required]

    @property
    def paragraphs(self) -> list[str]:
        """The lines of its text."""
        return [line.strip() for line in self.text.splitlines() if line.strip()]
