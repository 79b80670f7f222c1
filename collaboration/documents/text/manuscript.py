"""A recognised document: its facts, its blocks, and what a person should check."""

import datetime
from dataclasses import dataclass, field
from typing import Any

from collaboration.documents.text.blocks import Block
from collaboration.documents.text.problems import Remark


@dataclass(frozen=True)
class Manuscript:
    """``title_lines`` keeps the line breaks the title came with; ``title`` is the same on one line."""

    title: str = ""
    title_lines: tuple[str, ...] = ()
    number: str | None = None
    date: datetime.date | None = None
    issuers: tuple[str, ...] = ()
    blocks: tuple[Block, ...] = ()
    remarks: tuple[Remark, ...] = field(default=())

    @property
    def recipients(self) -> str:
        return next((block.text for block in self.blocks if block.kind == "recipients"), "")

    def to_json(self) -> dict[str, object]:
        return {
            "title": self.title,
            "title_lines": list(self.title_lines),
            "number": self.number,
            "date": self.date.isoformat() if self.date else None,
            "issuers": list(self.issuers),
            "blocks": [block.to_json() for block in self.blocks],
            "remarks": [remark.to_json() for remark in self.remarks],
        }

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> "Manuscript":
        return cls(
            title=value["title"],
            title_lines=tuple(value["title_lines"]),
            number=value["number"],
            date=datetime.date.fromisoformat(value["date"]) if value["date"] else None,
            issuers=tuple(value["issuers"]),
            blocks=tuple(Block.from_json(block) for block in value["blocks"]),
            remarks=tuple(Remark.from_json(remark) for remark in value["remarks"]),
        )
