"""A version as a file to take along: Word in the official layout with the ids of its paragraphs, or plain text."""

from collaboration.documents.models import JointDocument, Version
from collaboration.documents.text.manuscript import Manuscript
from collaboration.documents.text.plain_writing import export_plain
from collaboration.documents.workflow.versions import wording_of

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
TYPES = {"docx": WORD, "txt": "text/plain; charset=utf-8"}


def file_of(document: JointDocument, version: Version, form: str) -> bytes:
    """The clean copy of a version as ``docx`` or ``txt``."""
    manuscript = manuscript_of(document, version)
    if form == "txt":
        return export_plain(manuscript, recipients=version.recipients)
    from collaboration.documents.text.word.writing import export_docx  # few processes ever write one

    return export_docx(manuscript, kind=document.kind, recipients=version.recipients)


def manuscript_of(document: JointDocument, version: Version) -> Manuscript:
    """A version with what stands around its text on paper."""
    wording = wording_of(version)
    return Manuscript(
        title=wording.title,
        title_lines=wording.title_lines,
        number=document.number or None,
        date=document.issued_on,
        issuers=tuple(issuer["name"] for issuer in version.issuers),
        blocks=wording.blocks,
    )
