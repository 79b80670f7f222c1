"""The working text of a document, saved every few seconds; versions are cut from it."""

from typing import Self

from django.db import models

from collaboration.documents.models.document import JointDocument
from tenants.identity.actor import Actor
from tenants.identity.models import User


class DraftQuerySet(models.QuerySet["Draft"]):
    def visible_to(self, actor: Actor) -> Self:
        """What the acting unit itself is writing; nobody else ever sees a working text."""
        documents = JointDocument.objects.visible_to(actor).filter(matter__drafting_unit=actor.unit)
        return self.filter(document__in=documents)


class Draft(models.Model):
    """The text as it was last saved, finished or not. ``revision`` grows with every change: who saves on an older one
    is merged, or told."""

    document = models.OneToOneField(JointDocument, models.CASCADE, primary_key=True, related_name="draft")
    blocks = models.JSONField(default=list)
    metadata = models.JSONField(default=dict)  # what is written beside the text: title, recipients …
    revision = models.IntegerField(default=0)
    saved_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    saved_at = models.DateTimeField(db_default=models.functions.Now())

    objects = DraftQuerySet.as_manager()
