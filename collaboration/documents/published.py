"""Joint documents as the public gets them: what their kinds are called, and their text as a Word file."""

from collaboration.documents.models import Kind
from collaboration.documents.text.blocks import Block
from collaboration.documents.text.manuscript import Manuscript
from collaboration.publication import formats
from collaboration.publication.models import PublishedDocument


def word_file(document: PublishedDocument) -> bytes:
    """The published text in the official layout, without seals."""
    from collaboration.documents.text.word.writing import export_docx  # few processes ever write one

    manuscript = Manuscript(
        title=document.title,
        title_lines=tuple(document.title_lines),
        number=document.number or None,
        date=document.issued_on,
        issuers=tuple(issuer["name"] for issuer in document.issuers),
        blocks=tuple(Block.from_json(block) for block in document.blocks),
    )
    return export_docx(manuscript, kind=document.kind, recipients=document.recipients)


def register() -> None:
    """Tell the public pages of our kinds; called from ``ready()``."""
    for kind in Kind:
        formats.register(kind.value, formats.Format(kind.label, word=word_file))
