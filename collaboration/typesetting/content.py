"""What the layout is given of a document: plain values, each ready to be set."""

import dataclasses
import datetime
import io
from typing import Any

import segno

from collaboration.typesetting.body import arrange, proposed_lines
from collaboration.typesetting.document import Issuer, PrintDocument
from collaboration.typesetting.fonts import NOTO_FONTS, Face, FontSet
from collaboration.typesetting.marks import marks
from collaboration.typesetting.seals import seal_svg


def content_of(document: PrintDocument, preview: bool, fonts: FontSet) -> dict[str, Any]:
    body = arrange(document.blocks)
    return {
        "title": document.title,
        "title_lines": document.title_lines or proposed_lines(document.title),
        "number": document.number,
        "signers": _said(document, "signer").partition("：")[2].split(),
        "recipients": (document.recipients or _said(document, "recipients")).rstrip("：: "),
        "main": body.main,
        "attachments": body.attachments,
        "following": body.following,
        "issuers": [dataclasses.asdict(issuer) for issuer in document.issuers],
        "date": chinese_date(document.date) if document.date else _said(document, "date"),
        "note": (document.note or _said(document, "note")).strip("（）() "),
        "cc": document.cc.rstrip("。"),
        "printer": document.printer,
        "print_date": f"{chinese_date(document.print_date)}印发" if document.print_date else "",
        "check_code": document.check_code,
        "keywords": marks(document.check_code, document.content_sha256),
        "qr": qr_svg(document.verify_url) if document.verify_url else "",
        "outlines": False,
        "seals": _sample_seals(document.issuers, fonts) if preview else {},
        "faces": {role: chain_of(faces) for role, faces in fonts.faces.items()},
    }


def chain_of(faces: tuple[Face, ...]) -> dict[str, Any]:
    """The faces of a role; a substitute without a bold cut is thickened where titles are set in it."""
    first = faces[0]
    is_thin = first.path.is_relative_to(NOTO_FONTS)
    return {"families": [face.family for face in faces], "weight": first.weight, "is_thin": is_thin}


def _sample_seals(issuers: tuple[Issuer, ...], fonts: FontSet) -> dict[str, str]:
    return {issuer.id: seal_svg(issuer.name, issuer.seal_mm, fonts=fonts) for issuer in issuers}


def chinese_date(date: datetime.date) -> str:
    return f"{date.year}年{date.month}月{date.day}日"


def _said(document: PrintDocument, kind: str) -> str:
    """What the text itself says at this place, when the document's own field is empty."""
    return next((str(block.get("text", "")).strip() for block in document.blocks if block["kind"] == kind), "")


def qr_svg(address: str) -> str:
    """A code that leads to this address."""
    buffer = io.BytesIO()
    segno.make(address, error="m", micro=False).save(buffer, kind="svg", border=0, xmldecl=False)
    return buffer.getvalue().decode()
