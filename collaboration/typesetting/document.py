"""What is typeset, and what comes out of it."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

Block = Mapping[str, Any]

POINTS_PER_MM = 72 / 25.4
PAGE_HEIGHT_MM = 297


class Kind(StrEnum):
    """The layouts there are; a kind names its file in ``layouts/``."""

    AGREEMENT = "agreement"
    JOINT_NOTICE = "joint_notice"
    LETTER = "letter"
    MINUTES = "minutes"


@dataclass(frozen=True)
class Issuer:
    """One unit that signs: its code, the name printed, the size of its seal and who signed for it."""

    id: str
    name: str
    seal_mm: float = 42
    representative: str = ""
    is_on_paper: bool = False  # signed and sealed on a sheet of its own: a note stands in the seal's place


@dataclass(frozen=True)
class PrintDocument:
    """Everything the paper shows. Equal documents give byte-identical files."""

    kind: Kind
    title: str
    issuers: tuple[Issuer, ...]
    blocks: tuple[Block, ...]
    title_lines: tuple[str, ...] = ()
    number: str = ""
    date: datetime.date | None = None
    recipients: str = ""
    note: str = ""
    cc: str = ""
    printer: str = ""
    print_date: datetime.date | None = None
    check_code: str = ""
    verify_url: str = ""
    content_sha256: str = ""


@dataclass(frozen=True)
class SealBox:
    """Where one unit's seal goes: the page counts from 1, millimetres from the page's top left corner."""

    unit: str
    page: int
    x: float
    y: float
    diameter: float

    @property
    def rectangle(self) -> tuple[int, int, int, int]:
        """The box in whole points from the page's bottom left corner, as PDF fields want it."""
        left, top = self.x * POINTS_PER_MM, (PAGE_HEIGHT_MM - self.y) * POINTS_PER_MM
        side = self.diameter * POINTS_PER_MM
        return round(left), round(top - side), round(left + side), round(top)


@dataclass(frozen=True)
class Typeset:
    """The finished PDF/A file and the places its seals will take, in the order of the issuers; minutes show none."""

    pdf: bytes
    boxes: tuple[SealBox, ...]
    pages: int
