"""The bytes of sealed files: as they are, or encrypted with the key of their matter where they name persons.

Either way they lie under the digest of the file itself, which stays when the key is gone and verifies what people hold.
"""

import hashlib

from collaboration.matters import confidences
from collaboration.matters.models import Matter
from collaboration.sealing.models import SealedFile
from tenants.files import store


def put(matter: Matter, pdf: bytes, *, is_concealed: bool) -> str:
    """Store a revision of a matter's file, and give its digest."""
    if not is_concealed:
        return store.put(pdf)
    digest = hashlib.sha256(pdf).hexdigest()
    store.put_as(digest, confidences.conceal_bytes(matter, pdf))
    return digest


def read(file: SealedFile) -> bytes:
    """The file, held against its digest. Raises ``confidences.Erased``, ``FileNotFoundError``, or ``OSError``."""
    return read_concealed(file.matter, file.sha256) if file.is_concealed else store.read(file.sha256)


def read_concealed(matter: Matter, digest: str) -> bytes:
    """A file of the matter that lies encrypted, held against its digest. Raises the same."""
    pdf = confidences.reveal_bytes(matter, store.path_of(digest).read_bytes())
    if hashlib.sha256(pdf).hexdigest() != digest:
        raise OSError(f"sealed file {digest} differs from its digest")
    return pdf
