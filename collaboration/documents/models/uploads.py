"""What people bring in to begin a document from."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from collaboration.document_templates.models import TemplateVersion
from collaboration.documents.models.document import JointDocument, Kind
from tenants.identity.actor import Actor
from tenants.identity.models import User
from tenants.units.models import Unit


class UploadQuerySet(models.QuerySet["Upload"]):
    def visible_to(self, actor: Actor) -> Self:
        """What people of the acting unit brought in."""
        return self.filter(unit=actor.unit) if actor.handles_content else self.none()


class Upload(models.Model):
    """A file or pasted text being recognised by the parser, until a person turns it into a draft."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        READ = "read", _("Structure recognised")
        REFUSED = "refused", _("Refused")
        PURGED = "purged", _("Purged")

    public_id = models.UUIDField(primary_key=True, db_default=models.Func(function="gen_random_uuid"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    kind = models.CharField(_("Kind"), max_length=20, choices=Kind.choices)
    title = models.CharField(_("Title"), max_length=300, blank=True)
    template = models.ForeignKey(TemplateVersion, models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField(max_length=200)
    content = models.BinaryField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    result = models.JSONField(default=dict)
    made_at = models.DateTimeField(db_default=models.functions.Now())
    document = models.ForeignKey(JointDocument, models.SET_NULL, null=True, related_name="+")

    objects = UploadQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at"]
