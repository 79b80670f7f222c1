"""Signatures set side by side at the end of an agreement, by a table or by spaces: read as lines."""

import re

from collaboration.documents.text.blocks import Rows

SIGNED = re.compile(r"代表(?:人)?（?签[字名]|（(?:盖章|公章|签章|签字)）|签章[：:]")
PARTY = re.compile(r"[甲乙丙丁戊己庚辛]方[：:（]")
ROWS = 10


def is_signing(text: str) -> bool:
    """A cleaned line for one party's signature or seal."""
    return len(text) <= 60 and (SIGNED.search(text) or PARTY.match(text)) is not None


def signing_lines(rows: Rows) -> list[str]:
    """One line for each statement, party by party; empty for every other table."""
    if len(rows) > ROWS or not any(SIGNED.search(cell) for row in rows for cell in row):
        return []
    beside = any(sum(1 for cell in row if SIGNED.search(cell) or PARTY.search(cell)) > 1 for row in rows)
    if beside:
        cells = [cell for column in zip(*rows, strict=True) for cell in column]
    else:
        cells = ["".join(cell.strip() for cell in row) for row in rows]
    return [line for cell in cells for line in cell.split("\n") if line.strip()]
