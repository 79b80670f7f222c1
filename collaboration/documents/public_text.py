"""The text as the public would read it: the signed version, or its public version with words blacked out."""

from dataclasses import dataclass, field, replace

from collaboration.documents import printing
from collaboration.documents.models import JointDocument, PublicVersion, Version
from collaboration.documents.text.blocks import Block
from collaboration.documents.text.redacting import Occurrence, redact
from collaboration.documents.wording import Wording
from collaboration.typesetting.document import PrintDocument


@dataclass(frozen=True)
class PublicText:
    """Wording and digest for the public; ``version`` is what was signed, ``cut`` what hides some of it."""

    version: Version
    wording: Wording
    content_hash: str
    cut: PublicVersion | None = None
    places: int = 0
    occurrences: tuple[Occurrence, ...] = field(default=(), repr=False)
    missing: tuple[str, ...] = ()  # expressions that name a place which there is not


def cut_of(document: JointDocument) -> PublicVersion | None:
    """What holds now of what the drafting unit hides from the public."""
    newest = PublicVersion.objects.filter(document=document).last()
    return newest if newest and newest.hides else None


def of(document: JointDocument) -> PublicText:
    """What the public would read if the document were published now."""
    version, cut = printing.signed_attempt(document).version, cut_of(document)
    if cut is None:
        return PublicText(version, _wording(version), version.content_hash)
    return hiding(document.kind, version, cut)


def hiding(kind: str, version: Version, cut: PublicVersion) -> PublicText:
    """The version without what the cut takes out."""
    whole = _wording(version)
    shown = redact(
        title=whole.title, title_lines=whole.title_lines, recipients=whole.recipients, blocks=whole.blocks,
        words=cut.words, block_ids=cut.block_ids,
    )  # fmt: skip
    wording = Wording(shown.title, shown.blocks, shown.title_lines, shown.recipients)
    return PublicText(
        version,
        wording,
        wording.digests(kind, version.issuers).sha256,
        cut,
        shown.places,
        shown.occurrences,
        tuple(shown.missing(cut.words)),
    )


def _wording(version: Version) -> Wording:
    blocks = tuple(Block.from_json(block) for block in version.blocks)
    return Wording(version.title, blocks, tuple(version.title_lines), version.recipients)


def on_paper(document: JointDocument, text: PublicText, *, number: str, check_code: str, note: str) -> PrintDocument:
    """The public version as the layout sets it: no seal is on it, and it says so."""
    whole = printing.on_paper(document, printing.signed_attempt(document), number=number, check_code=check_code)
    wording = text.wording
    blocks = tuple(block.to_json() for block in wording.blocks)
    return replace(
        whole, title=wording.title, title_lines=wording.title_lines, recipients=wording.recipients, blocks=blocks,
        note=note, content_sha256=text.content_hash,
    )  # fmt: skip
