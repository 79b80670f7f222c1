"""Files of requests, taken in by the real steps; small real ones, made here."""

import hashlib
from io import BytesIO
from typing import Any

from PIL import Image

from collaboration.casefiles import checking, storing
from collaboration.casefiles.models import CaseFile
from collaboration.matters.models import Matter
from tenants.identity.actor import Actor
from tests.factories.people import at_home


def picture(words: str = "", *, size: tuple[int, int] = (60, 40), form: str = "PNG") -> bytes:
    """A picture; another one for other words."""
    colour = tuple(hashlib.sha256(words.encode()).digest()[:3])
    written = BytesIO()
    Image.new("RGB", size, colour).save(written, form)
    return written.getvalue()


def text(words: str) -> bytes:
    return words.encode()


def keep(actor: Actor, matter: Matter, *, name: str = "样例照片.png", content: bytes = b"", **more: Any) -> CaseFile:
    """A file of the matter that was checked."""
    with at_home(actor):
        file = storing.keep(actor, matter, name=name, stream=BytesIO(content or picture(name)), **more)
        checking.check(file.public_id)
        return CaseFile.objects.select_related("matter").get(pk=file.pk)
