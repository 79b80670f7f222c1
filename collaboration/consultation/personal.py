"""What people tell of themselves: encrypted where it is kept, masked where it is shown."""

import json
import re
from dataclasses import asdict, dataclass

from tenants.identity.keys import consultation_cipher

MOBILE = re.compile(r"(?<!\d)(1[3-9]\d)\d{4}(\d{4})(?!\d)")
IDENTITY = re.compile(r"(?<!\d)(\d{6})\d{8}(\d{3}[\dXx])(?![\dXx])")
MAIL = re.compile(r"([A-Za-z0-9._+-])[A-Za-z0-9._+-]*(@[A-Za-z0-9-]+\.[A-Za-z0-9.-]+)")


@dataclass(frozen=True)
class Contact:
    """Who sent something in and how to reach them; both may be left out."""

    name: str = ""
    way: str = ""

    def __bool__(self) -> bool:
        return bool(self.name or self.way)

    @property
    def masked(self) -> "Contact":
        """Enough to tell two people apart, not enough to know either."""
        name = self.name[:1] + "＊" * min(len(self.name) - 1, 3) if self.name else ""
        way = masked(self.way)
        return Contact(name, way if way != self.way or not way else way[:2] + "＊＊＊")


def masked(words: str) -> str:
    """Words without the numbers and addresses by which a person could be found."""
    words = IDENTITY.sub(r"\1********\2", words)
    words = MOBILE.sub(r"\1****\2", words)
    return MAIL.sub(r"\1***\2", words)


def sealed_words(words: str) -> bytes:
    """Words as they are kept."""
    return consultation_cipher().encrypt(words.encode())


def opened_words(kept: bytes) -> str:
    """Words as they were sent; empty where they were removed for good."""
    return consultation_cipher().decrypt(bytes(kept)).decode() if kept else ""


def sealed_contact(contact: Contact) -> bytes:
    """A contact as it is kept; none is nothing."""
    return consultation_cipher().encrypt(json.dumps(asdict(contact)).encode()) if contact else b""


def opened_contact(kept: bytes) -> Contact:
    """A contact as it was given; none where none was, or where it has been erased."""
    return Contact(**json.loads(consultation_cipher().decrypt(bytes(kept)))) if kept else Contact()
