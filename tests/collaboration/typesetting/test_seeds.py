"""Real documents on paper: nothing of their text is lost."""

import io
import re
from pathlib import Path

import pytest
from pypdf import PdfReader

from collaboration.documents.text.plain import read_plain
from collaboration.documents.text.recognition import recognise
from collaboration.typesetting.document import Issuer, Kind, PrintDocument
from collaboration.typesetting.typesetter import typeset

SEEDS = sorted((Path(__file__).resolve().parents[4] / "shared" / "seeds").glob("*.txt"))
pytestmark = pytest.mark.skipif(not SEEDS, reason="../shared/seeds is not here")


@pytest.mark.parametrize("seed", SEEDS, ids=lambda path: path.name[:3])
def test_every_word_of_a_real_document_is_printed(seed):
    manuscript = recognise(read_plain(seed.read_bytes()).paragraphs)
    is_agreement = not manuscript.number
    document = PrintDocument(
        kind=Kind.AGREEMENT if is_agreement else Kind.JOINT_NOTICE,
        title=manuscript.title,
        title_lines=tuple(manuscript.title_lines),
        issuers=tuple(Issuer(str(100_000 + number), name) for number, name in enumerate(manuscript.issuers)),
        blocks=tuple(block.to_json() for block in manuscript.blocks),
        number=manuscript.number,
        date=manuscript.date,
    )

    result = typeset(document)
    printed = bare("".join(page.extract_text() for page in PdfReader(io.BytesIO(result.pdf)).pages))

    assert bare(manuscript.title) in printed
    lost = [block.text for block in manuscript.blocks if block.kind != "table" and bare(block.text) not in printed]
    assert lost == []


def bare(text: str) -> str:
    """Without blanks, page numbers and the label of attachments, which the layout sets in its own way."""
    text = re.sub(r"—\s*\d+\s*—", "", text)
    return re.sub(r"\s|^附件：|[（）()]", "", text).rstrip("。")
