"""The one byte form of a text that countersignatures are given over.

It holds what every unit agrees to: kind, title, recipients, issuing units in order, blocks and the
digests of attached files. It does not hold what is decided after the last countersignature (the number
and the date of issue) nor what is only appearance (the line breaks of the title): the sealed file
covers those. The form of a schema is frozen: another form needs another name.
"""

import hashlib
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import rfc8785
from cryptography.hazmat.primitives import hashes

from collaboration.documents.text.blocks import Block

SCHEMA = "joint-document-text/1"


@dataclass(frozen=True)
class Issuer:
    """An issuing unit as it stands in the text: its code for ever, its name of that day."""

    code: str
    name: str


@dataclass(frozen=True)
class Attachment:
    """A file that belongs to the text, by name and SHA-256."""

    name: str
    sha256: str


@dataclass(frozen=True)
class Digests:
    sha256: str
    sm3: str


def canonical_bytes(
    *,
    kind: str,
    title: str,
    recipients: str,
    issuers: Sequence[Issuer],
    blocks: Sequence[Block],
    attachments: Sequence[Attachment] = (),
) -> bytes:
    """RFC 8785 JSON; strings in NFC without spaces at their ends."""
    return rfc8785.dumps(
        {
            "schema": SCHEMA,
            "kind": kind,
            "title": _plain(title),
            "recipients": _plain(recipients),
            "agencies": [{"code": issuer.code, "name": _plain(issuer.name)} for issuer in issuers],
            "blocks": [_block(block) for block in blocks],
            "attachments": [{"name": _plain(file.name), "sha256": file.sha256} for file in attachments],
        }
    )


def digests(content: bytes) -> Digests:
    sm3 = hashes.Hash(hashes.SM3())
    sm3.update(content)
    return Digests(hashlib.sha256(content).hexdigest(), sm3.finalize().hex())


def readable_groups(digest: str) -> str:
    """A digest as people compare it: ``9F3A 0C12 …``."""
    return " ".join(digest[start : start + 4] for start in range(0, len(digest), 4)).upper()


def _block(block: Block) -> dict[str, Any]:
    value: dict[str, Any] = {
        "id": block.id,
        "kind": block.kind,
        "head": _plain(block.head),
        "text": _plain(block.text),
    }
    if block.kind == "table":
        value["rows"] = [[_plain(cell) for cell in row] for row in block.rows]
    return value


def _plain(text: str) -> str:
    return unicodedata.normalize("NFC", text).strip()
