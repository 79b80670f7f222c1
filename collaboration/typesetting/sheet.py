"""The manuscript sheet of a house (发文稿纸) as PDF: a form with fields, opinions of the chain, and what happened."""

import dataclasses
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import typst

from collaboration.typesetting.characters import missing_characters
from collaboration.typesetting.content import chain_of
from collaboration.typesetting.fonts import available_fonts
from collaboration.typesetting.typesetter import LAYOUTS

REPLACEMENT = "〓"  # printers' mark for a character they do not have


@dataclass(frozen=True, slots=True)
class Row:
    """One step or act: what, who, the words, when."""

    what: str
    who: str
    words: str
    at: str


@dataclass(frozen=True)
class Sheet:
    """What stands on one sheet."""

    unit: str
    title: str
    classification: str
    purpose: str
    state: str
    facts: Sequence[tuple[str, str]]
    steps: Sequence[Row]
    acts: Sequence[Row]
    digest: str
    is_current: bool
    printed_by: str
    printed_at: str


def typeset_sheet(sheet: Sheet) -> bytes:
    """The sheet as PDF."""
    return typeset_by("manuscript_sheet.typ", dataclasses.asdict(sheet))


def typeset_by(layout: str, words: dict[str, Any]) -> bytes:
    """What this layout makes of the words; a character no typeface has is shown as missing, never left out."""
    fonts = available_fonts()
    content = json.dumps(words, ensure_ascii=False)
    for gap in missing_characters(content, fonts=fonts):
        if not gap.shown_in:
            content = content.replace(gap.character, REPLACEMENT)
    faces = {role: chain_of(of_role) for role, of_role in fonts.faces.items()}
    compiler = typst.Compiler(
        str(LAYOUTS / layout),
        root=str(LAYOUTS),
        font_paths=fonts.fonts,
        ignore_system_fonts=True,
        sys_inputs={"doc": json.dumps({**json.loads(content), "faces": faces}, ensure_ascii=False)},
    )
    return compiler.compile(format="pdf")
