"""What a version says, before it becomes a row: checked, and put into the form that is kept and hashed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from collaboration.documents.text import limits
from collaboration.documents.text.blocks import Block, check_blocks
from collaboration.documents.text.canonical import Digests, Issuer, canonical_bytes, digests
from collaboration.documents.text.cleaning import without_invisible
from collaboration.documents.text.problems import Unreadable
from collaboration.documents.text.refusals import refusal
from collaboration.errors import WorkflowError
from tenants.files.markings import marking_in

TITLE_LENGTH = 300
RECIPIENTS_LENGTH = 1000


@dataclass(frozen=True)
class Wording:
    """Title (with the line breaks it should have), recipients and blocks."""

    title: str
    blocks: tuple[Block, ...]
    title_lines: tuple[str, ...] = ()
    recipients: str = ""

    @classmethod
    def settled(
        cls, *, title: str, blocks: Iterable[Block], title_lines: Sequence[str] = (), recipients: str = ""
    ) -> "Wording":
        """The wording as it is kept: empty paragraphs dropped, the addressees in a field of their own."""
        title, recipients = without_invisible(title), without_invisible(recipients)
        kept = tuple(block for block in map(_visible, blocks) if block.text.strip())
        addressed = next((block for block in kept if block.kind == "recipients"), None)
        if addressed and not recipients.strip():
            recipients = addressed.text
        if addressed:
            kept = tuple(block for block in kept if block is not addressed)
        lines = tuple(line.strip() for line in map(without_invisible, title_lines) if line.strip())
        title = " ".join(title.split())
        if "".join("".join(lines).split()) != "".join(title.split()):
            lines = ()
        return cls(title, kept, lines, recipients.strip().rstrip("：:"))

    def check(self) -> None:
        """Refuse what can never be a document; the sentence says what to change."""
        if not self.title:
            raise WorkflowError(_("The document needs a title."))
        if len(self.title) > TITLE_LENGTH:
            raise WorkflowError(_("The title is too long; at most %(limit)s characters.") % {"limit": TITLE_LENGTH})
        if len(self.recipients) > RECIPIENTS_LENGTH:
            raise WorkflowError(
                _("The list of recipients is too long; at most %(limit)s characters.") % {"limit": RECIPIENTS_LENGTH}
            )
        if not self.blocks:
            raise WorkflowError(_("The document has no text yet."))
        paragraphs = sum(len(block.rows) or 1 for block in self.blocks)
        if paragraphs > limits.PARAGRAPHS:
            raise WorkflowError(refusal(Unreadable("too_many_paragraphs", limit=limits.PARAGRAPHS)))
        check_blocks(self.blocks)
        texts = [block.text for block in self.blocks]
        check_lines([self.title, self.recipients, *texts], sum(map(len, texts)))

    def with_blocks(self, blocks: Iterable[Block]) -> "Wording":
        """The same title over other blocks."""
        return replace(self, blocks=tuple(blocks))

    def digests(self, kind: str, issuers: Sequence[Mapping[str, Any]]) -> Digests:
        """The two digests that everybody signs, over the canonical form."""
        return digests(
            canonical_bytes(
                kind=kind,
                title=self.title,
                recipients=self.recipients,
                issuers=[Issuer(issuer["code"], issuer["name"]) for issuer in issuers],
                blocks=self.blocks,
            )
        )


def check_lines(lines: Sequence[str], characters: int) -> None:
    """Refuse lines that may not be here, and a text that grows too long; also before anything is finished."""
    if characters > limits.CHARACTERS:
        raise WorkflowError(refusal(Unreadable("too_many_characters", limit=limits.CHARACTERS)))
    mark = marking_in(lines)
    if mark:
        raise WorkflowError(refusal(Unreadable("marked_secret", mark=mark)))


def _visible(block: Block) -> Block:
    if block.kind != "table":
        return replace(block, text=without_invisible(block.text), head=without_invisible(block.head))
    return Block.table(tuple(tuple(map(without_invisible, row)) for row in block.rows), block.id)
