"""A letter as it goes on paper, in the layout of a 函."""

import hashlib
import json

from django.utils import timezone

from collaboration.letters.models import Letter
from collaboration.sealing.pictures.current import diameters
from collaboration.typesetting import document as paper
from collaboration.typesetting.characters import missing_characters
from tenants import hosts


def content_hash(letter: Letter) -> str:
    """Over everything the signatory answers for."""
    said = [letter.matter.drafting_unit.code, letter.title, letter.recipients, letter.text, letter.copies]
    proof = [letter.answers, hashlib.sha256(bytes(letter.confidences)).hexdigest()]
    return hashlib.sha256(json.dumps([said, proof], ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def on_paper(letter: Letter, *, check_code: str) -> paper.PrintDocument:
    """Everything the layout needs."""
    unit = letter.matter.drafting_unit
    signed = timezone.localdate(letter.signed_at)
    return paper.PrintDocument(
        kind=paper.Kind.LETTER,
        title=letter.title,
        issuers=(paper.Issuer(unit.code, unit.name, diameters([unit])[unit.code], letter.signer),),
        blocks=tuple({"kind": "p", "text": line} for line in paragraphs(letter)),
        number=letter.number,
        date=signed,
        recipients=letter.recipients,
        cc=letter.copies,
        check_code=check_code,
        verify_url=hosts.public_url(f"/verify/?code={check_code}"),
        content_sha256=letter.content_hash,
    )


def paragraphs(letter: Letter) -> list[str]:
    """The lines of the text that say something."""
    return [line.strip() for line in letter.text.splitlines() if line.strip()]


def unprintable(letter: Letter) -> list[str]:
    """Characters that no typeface of this installation can show."""
    words = letter.title + letter.recipients + letter.text + letter.copies
    return [gap.character for gap in missing_characters(words.replace("\n", "")) if not gap.shown_in]
