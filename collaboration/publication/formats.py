"""What a space knows of its kinds of document: their names for people, and how one is written as a Word file.

Publications know no space; each space registers its kinds in ready().
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.functional import Promise

if TYPE_CHECKING:
    from collaboration.publication.models import PublishedDocument

Writer = Callable[["PublishedDocument"], bytes]


@dataclass(frozen=True, slots=True)
class Format:
    """One kind of published document."""

    label: str | Promise
    word: Writer | None = None  # the document as .docx; None where the kind is not offered so


_formats: dict[str, Format] = {}


def register(kind: str, format: Format) -> None:
    """Make a kind of published document known; called from ``ready()``."""
    _formats[kind] = format


def kind_label(kind: str) -> str:
    """What people read for a kind."""
    known = _formats.get(kind)
    return str(known.label) if known else kind


def word_writer(kind: str) -> Writer | None:
    """How documents of this kind become .docx, if they do."""
    known = _formats.get(kind)
    return known.word if known else None


def kinds() -> list[tuple[str, str]]:
    """All known kinds with their names."""
    return [(kind, str(known.label)) for kind, known in _formats.items()]


def plain_text(document: "PublishedDocument") -> str:
    """The text for those who need nothing but words; tables with tabs between their cells."""
    head = [*(document.title_lines or [document.title]), document.number]
    recipients = document.recipients.rstrip("：:")
    opening = [f"{recipients}：" if recipients else ""]
    signed = [*(issuer["name"] for issuer in document.issuers), document.issued_on.isoformat()]
    texts = [block["text"] for block in document.blocks]
    return "\n".join(line for line in [*head, *opening, *texts, *signed] if line) + "\n"
