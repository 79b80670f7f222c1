"""How a document is marked on every page, print and export, and whose copy one is."""

from django.db.models import TextChoices
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from collaboration.documents.models import JointDocument, Status
from collaboration.matters.models import Classification
from collaboration.publication.models import PublishedDocument
from tenants.identity.actor import Actor


class Mark(TextChoices):
    """Public, internal, or a work secret: the three marks there are; state secrets never enter."""

    PUBLIC = "public", _("Public")
    INTERNAL = "internal", _("Internal")
    WORK_SECRET = "work_secret", _("Work secret")


def of(document: JointDocument) -> Mark:
    """Public only what the public reads whole: not what words are hidden of, nor what was taken down."""
    if document.matter.classification >= Classification.CONFIDENTIAL:
        return Mark.WORK_SECRET
    if document.status is not Status.PUBLISHED:
        return Mark.INTERNAL
    whole = PublishedDocument.objects.filter(pk=document.public_id, redactions=0, taken_down_at=None)
    return Mark.PUBLIC if whole.exists() else Mark.INTERNAL


def watermark(actor: Actor, mark: Mark) -> str:
    """What stands across every printed page of what is not public: the mark, who reads it, for which unit, and when."""
    now = date_format(timezone.localtime(), "Y-m-d H:i")
    return f"{mark.label} {actor.user.name} {actor.unit.display_name} {now}"
