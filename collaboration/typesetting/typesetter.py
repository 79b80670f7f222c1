"""Set a document on paper: GB/T 9704-2012 by Typst, as PDF/A with the places of its seals."""

import datetime
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typst

from collaboration.typesetting.characters import missing_characters
from collaboration.typesetting.content import content_of
from collaboration.typesetting.document import PrintDocument, SealBox, Typeset
from collaboration.typesetting.fonts import FontSet, available_fonts
from collaboration.typesetting.marks import mark_beginning, marks

LAYOUTS = Path(__file__).parent / "layouts"
PREVIEW_DPI = 84
EPOCH = datetime.date(2000, 1, 1)
HEAD_SIZES_PT = (26, 23, 20)  # of the names in the red head
# Lines to a page, and whether the last paragraph is kept whole: the first one is the standard's own.
LINES = (23, 21, 24, 20, 25, 19, 18, 17)
SPACINGS = ((22, False), (22, True), *((lines, False) for lines in LINES))


class Unprintable(ValueError):
    """The text holds characters that no typeface of this machine can show."""

    def __init__(self, characters: list[str]) -> None:
        super().__init__("No typeface can show: " + " ".join(characters))
        self.characters = characters


def typeset(document: PrintDocument, *, preview: bool = False, fonts: FontSet | None = None) -> Typeset:
    """The document as PDF. A preview shows sample seals in the boxes that signing would fill."""
    fonts = fonts or available_fonts()
    content = content_of(document, preview, fonts)
    refuse_unprintable(content, fonts)
    compiler, places = _best(document, content, fonts)
    pdf = compiler.compile(format="pdf", pdf_standards=["a-2b"], timestamp=_timestamp(document))
    pdf = mark_beginning(pdf, marks(document.check_code, document.content_sha256))
    found = {place["unit"]: SealBox(**place) for place in places["seals"]}
    sealed = [issuer.id for issuer in document.issuers if found and not issuer.is_on_paper]
    return Typeset(pdf=pdf, boxes=tuple(found[unit] for unit in sealed), pages=places["pages"])


def pictures(document: PrintDocument, *, first: int, count: int) -> tuple[list[bytes], int]:
    """So many pages from this one as PNG, with outlines where the seals will be; and how many pages there are."""
    fonts = available_fonts()
    content = content_of(document, False, fonts) | {"outlines": True}
    refuse_unprintable(content, fonts)
    compiler, places = _best(document, content, fonts)
    made = compiler.compile(format="png", ppi=PREVIEW_DPI)
    pages = made if isinstance(made, list) else [made]
    return [page for page in pages[first - 1 : first - 1 + count] if page], places["pages"]


def refuse_unprintable(content: dict[str, Any], fonts: FontSet) -> None:
    """Raise ``Unprintable`` for characters that would come out as empty boxes."""
    shown = {key: value for key, value in content.items() if key not in {"seals", "qr", "faces"}}
    missing = missing_characters(json.dumps(shown, ensure_ascii=False), fonts=fonts)
    if lost := [gap.character for gap in missing if not gap.shown_in]:
        raise Unprintable(lost)


def _best(document: PrintDocument, content: dict[str, Any], fonts: FontSet) -> tuple[typst.Compiler, dict[str, Any]]:
    """The largest red head that leaves text on page one, spaced so that no page holds seals without text."""
    for head in _heads([issuer.name for issuer in document.issuers]):
        best = None
        for lines, is_last_kept in SPACINGS:
            setting = head | {"lines": lines, "is_last_kept": is_last_kept}
            compiler = _compiler(document, content | setting, fonts)
            places = _places(compiler)
            if places["text_page"] == 1:
                if not places["seals"] or places["last_text_page"] == places["seals"][0]["page"]:
                    return compiler, places
                best = best or (compiler, places)
            elif not is_last_kept:
                break
        if best:
            return best
    return compiler, places


def _heads(names: list[str]) -> Iterator[dict[str, Any]]:
    """From large to small; failing all, the drafting unit's name alone."""
    for size in HEAD_SIZES_PT:
        yield {"head_pt": size, "head_names": names}
    yield {"head_pt": HEAD_SIZES_PT[0], "head_names": names[:1]}


def _compiler(document: PrintDocument, content: dict[str, Any], fonts: FontSet) -> typst.Compiler:
    return typst.Compiler(
        str(LAYOUTS / f"{document.kind}.typ"),
        root=str(LAYOUTS),
        font_paths=fonts.fonts,
        ignore_system_fonts=True,
        sys_inputs={"doc": json.dumps(content, ensure_ascii=False)},
    )


def _places(compiler: typst.Compiler) -> dict[str, Any]:
    """What the layout reports of itself: the boxes of the seals, and the pages where text begins and ends."""

    def reported(label: str) -> list[Any]:
        return [found["value"] for found in json.loads(compiler.query(f"<{label}>"))]

    (text_page,), (last_text_page,) = reported("text") or (1,), reported("text-end") or (1,)
    return {
        "seals": reported("seal"),
        "text_page": text_page,
        "last_text_page": last_text_page,
        "pages": reported("page-count")[0],
    }


def _timestamp(document: PrintDocument) -> datetime.datetime:
    """PDF/A wants a date; it comes from the document, so that the same document gives the same bytes."""
    return datetime.datetime.combine(document.date or EPOCH, datetime.time(), tzinfo=datetime.UTC)
