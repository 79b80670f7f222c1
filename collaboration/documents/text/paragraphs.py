"""What a file holds before anyone has judged it: paragraphs in order."""

from dataclasses import dataclass

from collaboration.documents.text.blocks import Rows


@dataclass(frozen=True)
class Paragraph:
    """``style`` is the part a paragraph plays by our own Word styles, ``outline`` the level that Word's
    heading styles give it (0 for none); ``block_id`` comes back from a file that we wrote ourselves."""

    text: str = ""
    rows: Rows = ()
    style: str = ""
    outline: int = 0
    block_id: str = ""
    head: str = ""


@dataclass(frozen=True)
class Source:
    """A file that was read: its paragraphs, its page headers, and how many of each thing had to stay behind."""

    paragraphs: list[Paragraph]
    headers: list[str]
    left_behind: dict[str, int]
