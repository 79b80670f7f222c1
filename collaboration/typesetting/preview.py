"""Pages of a document as pictures, before anything is sealed. Set in a child: no web process carries the typesetter.

``python -m collaboration.typesetting.preview`` reads a request from standard input and prints the pages, both as JSON.
"""

import base64
import dataclasses
import datetime
import json
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

from collaboration.typesetting.document import Issuer, Kind, PrintDocument

ROOT = Path(__file__).resolve().parents[2]
SECONDS = 40
AT_ONCE = 2
PATIENCE = 5.0  # seconds until one is told to come back

_turns = threading.BoundedSemaphore(AT_ONCE)


class Busy(Exception):
    """Too many layouts are being made; come back in a moment."""


class Lost(Exception):
    """The text holds characters that cannot be printed; they are the argument."""


@dataclasses.dataclass(frozen=True)
class Sheets:
    """Some pages as PNG, and how many there are in all."""

    pictures: list[bytes]
    pages: int


def sheets(document: PrintDocument, *, first: int, count: int) -> Sheets:
    """So many pages from this one. Raises ``Busy`` or ``Lost``."""
    asked = json.dumps({"document": dataclasses.asdict(document), "first": first, "count": count}, default=str)
    command = [sys.executable, "-m", "collaboration.typesetting.preview"]
    if not _turns.acquire(timeout=PATIENCE):
        raise Busy
    try:
        done = subprocess.run(command, cwd=ROOT, input=asked.encode(), capture_output=True, check=True, timeout=SECONDS)
    except subprocess.TimeoutExpired as error:
        raise Busy from error
    finally:
        _turns.release()
    answer = json.loads(done.stdout)
    if answer.get("lost"):
        raise Lost(" ".join(answer["lost"]))
    return Sheets([base64.b64decode(picture) for picture in answer["pictures"]], answer["pages"])


def _document(given: dict[str, Any]) -> PrintDocument:
    dates = {name: datetime.date.fromisoformat(given[name]) for name in ("date", "print_date") if given[name]}
    rebuilt = {
        "kind": Kind(given["kind"]),
        "issuers": tuple(Issuer(**issuer) for issuer in given["issuers"]),
        "blocks": tuple(given["blocks"]),
        "title_lines": tuple(given["title_lines"]),
    }
    return PrintDocument(**given | dates | rebuilt)


def _answer(asked: dict[str, Any]) -> dict[str, Any]:
    from collaboration.typesetting.typesetter import Unprintable, pictures  # heavy, and for the child alone

    try:
        made, pages = pictures(_document(asked["document"]), first=asked["first"], count=asked["count"])
    except Unprintable as refusal:
        return {"lost": refusal.characters}
    return {"pictures": [base64.b64encode(picture).decode() for picture in made], "pages": pages}


if __name__ == "__main__":
    json.dump(_answer(json.load(sys.stdin)), sys.stdout)
