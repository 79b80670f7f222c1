"""Whether a text may go out: everything a reader would mark, and the little without which nothing is sent."""

from django.utils.translation import gettext as _

from collaboration.document_templates.models import TemplateVersion
from collaboration.document_templates.parts import Part
from collaboration.documents.models import JointDocument
from collaboration.documents.proofreading.findings import Finding, passages
from collaboration.documents.proofreading.proofread import proofread
from collaboration.documents.proofreading.structure import missing_parts
from collaboration.documents.wording import Wording
from collaboration.documents.workflow.versions import issuers_of
from collaboration.errors import WorkflowError
from collaboration.typesetting.characters import missing_characters


def findings_in(document: JointDocument, wording: Wording) -> list[Finding]:
    """What a careful reader would mark in this text of the document."""
    return proofread(document.kind, wording, [one["name"] for one in issuers_of(document)], _parts(document))


def require_ready(document: JointDocument, wording: Wording) -> None:
    """Refuse a text that lacks a part its template requires, or that cannot be printed."""
    lacking = [finding.found for finding in missing_parts(wording, _parts(document))]
    if lacking:
        raise WorkflowError(
            _("These required parts are missing: %(parts)s. Add them before the text goes on.")
            % {"parts": _(", ").join(lacking)}
        )
    text = "".join(words for _place, words in passages(wording))
    lost = [gap.character for gap in missing_characters(text) if not gap.shown_in]
    if lost:
        raise WorkflowError(
            _("No typeface of this installation can show: %(characters)s. Nothing was changed.")
            % {"characters": " ".join(lost)}
        )


def _parts(document: JointDocument) -> list[Part]:
    begun_from = TemplateVersion.objects.filter(pk=document.template_id).first() if document.template_id else None
    return begun_from.parts if begun_from else []
