"""The text of a published document as parts of a page, in the typography of official documents."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

HEADINGS = {"h1": "h2", "h2": "h3", "h3": "h4", "h4": "h4", "chapter": "h2", "issued_title": "h2"}
CLASSES = {
    "chapter": "chapter", "issued_title": "issued-title", "recipients": "recipients", "signature": "signature",
    "signer": "signature", "date": "date", "note": "note", "attachment": "attachment",
}  # fmt: skip
LONGEST_HEADING = 60


@dataclass(frozen=True, slots=True)
class Part:
    """One block as the page writes it: ``head`` is the heading sentence that a paragraph opens with."""

    id: str
    tag: str
    css: str
    head: str
    text: str
    rows: Sequence[Sequence[str]] = ()


def parts(blocks: Sequence[Mapping[str, Any]]) -> Iterator[Part]:
    """Each block of the sealed version, in order."""
    for block in blocks:
        kind, text, head = block["kind"], block["text"], block.get("head", "")
        tag = HEADINGS.get(kind, "p")
        if kind == "table":
            tag = "table"
        elif kind in HEADINGS and ((head and head != text) or len(text) > LONGEST_HEADING or text.endswith("。")):
            tag = "p"  # a heading sentence run into its paragraph is no heading of its own, nor is a whole clause
        inside = head if tag == "p" else ""
        yield Part(
            id=block.get("id", ""), tag=tag, css=CLASSES.get(kind, kind if tag == "p" and kind in HEADINGS else ""),
            head=inside, text=text[len(inside) :], rows=block.get("rows", ()),
        )  # fmt: skip


def recipients_line(recipients: str, blocks: Sequence[Mapping[str, Any]]) -> str:
    """The addressees as the text opens with them; nothing where the blocks name them themselves."""
    named = any(block["kind"] == "recipients" for block in blocks)
    return "" if named or not recipients else recipients.rstrip("：") + "："


def closes_itself(blocks: Sequence[Mapping[str, Any]]) -> bool:
    """Whether the text itself ends with its signers; else the page writes issuing units and date below it."""
    return any(block["kind"] in ("signature", "signer") for block in blocks)


def contents(found: Sequence[Part]) -> list[Part]:
    """The headings of the first rank, for a table of contents."""
    return [part for part in found if part.tag == "h2"]
