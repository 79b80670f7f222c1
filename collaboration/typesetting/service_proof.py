"""The proof of service 送达回证 as PDF/A with the place of its seal, and the papers to take to the door."""

import dataclasses
import datetime
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import typst

from collaboration.typesetting.characters import missing_characters
from collaboration.typesetting.content import chain_of, qr_svg
from collaboration.typesetting.document import SealBox, Typeset
from collaboration.typesetting.fonts import available_fonts
from collaboration.typesetting.marks import mark_beginning, marks
from collaboration.typesetting.typesetter import LAYOUTS

REPLACEMENT = "〓"  # printers' mark for a character they do not have


@dataclass(frozen=True)
class ServiceProof:
    """What stands on the form. Equal proofs give byte-identical files."""

    unit: str  # the code of the serving unit, whose seal it carries
    serving: str
    entrusting: str
    title: str
    rows: Sequence[tuple[str, str]]
    check_code: str
    verify_url: str
    content_sha256: str = ""
    attempts: Sequence[tuple[str, ...]] = ()
    exhibits: Sequence[tuple[str, ...]] = ()
    seal_mm: float = 42
    date: str = ""
    made_on: datetime.date = datetime.date(2000, 1, 1)
    blank: bool = False
    serving_phone: str = ""
    entrusting_phone: str = ""
    verify_page: str = ""


def typeset_proof(proof: ServiceProof) -> Typeset:
    """The form as PDF; a character that no typeface has is shown as one that is missing, never left out."""
    compiler = _compiler(proof)
    made = datetime.datetime.combine(proof.made_on, datetime.time(), tzinfo=datetime.UTC)
    pdf = compiler.compile(format="pdf", pdf_standards=["a-2b"], timestamp=made)
    pdf = mark_beginning(pdf, _marks(proof))
    found = [] if proof.blank else [one["value"] for one in json.loads(compiler.query("<seal>"))]
    boxes = tuple(SealBox(**place) for place in found)
    return Typeset(pdf=pdf, boxes=boxes, pages=boxes[-1].page if boxes else 2)


def _marks(proof: ServiceProof) -> list[str]:
    return marks(proof.check_code, proof.content_sha256)


def _compiler(proof: ServiceProof) -> typst.Compiler:
    fonts = available_fonts()
    given: dict[str, Any] = {**dataclasses.asdict(proof), "made_on": ""}
    content = json.dumps(given, ensure_ascii=False)
    for gap in missing_characters(content, fonts=fonts):
        if not gap.shown_in:
            content = content.replace(gap.character, REPLACEMENT)
    more = {
        "faces": {role: chain_of(faces) for role, faces in fonts.faces.items()},
        "qr": qr_svg(proof.verify_url),
        "keywords": _marks(proof),
    }
    return typst.Compiler(
        str(LAYOUTS / "service_proof.typ"),
        root=str(LAYOUTS),
        font_paths=fonts.fonts,
        ignore_system_fonts=True,
        sys_inputs={"doc": json.dumps({**json.loads(content), **more}, ensure_ascii=False)},
    )
