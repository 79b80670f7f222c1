"""A development authority and a file that four units sealed."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

import pytest

from collaboration.sealing.authority import Authority
from collaboration.sealing.signing import close, prepare, put_seal
from collaboration.sealing.verification import Expected
from collaboration.typesetting.document import PrintDocument
from collaboration.typesetting.seals import seal_pdf
from collaboration.typesetting.typesetter import typeset
from tests.factories.paper import UNITS, print_document


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


@dataclass(frozen=True)
class Sealed:
    """A file after every step, and what a faithful one is expected to hold."""

    certified: bytes
    after_seals: bytes
    final: bytes
    expected: Expected


def seal_whole(document: PrintDocument, authority: Authority) -> Sealed:
    """All steps with the units' own keys."""
    platform = authority.platform()
    certificates = {issuer.id: authority.register_unit(issuer.id, issuer.name) for issuer in document.issuers}
    paper = typeset(document)
    certified = sealed = prepare(paper.pdf, paper.boxes, certificates, platform=platform)
    for issuer in document.issuers:
        picture = seal_pdf(issuer.name, issuer.seal_mm)
        key = authority.unit_key(issuer.id)
        sealed = put_seal(sealed, issuer.id, key, picture, base_sha256=sha256(sealed), platform=platform)
    final = close(sealed, base_sha256=sha256(sealed), platform=platform)
    return Sealed(certified, sealed, final, Expected.of(certificates, platform.signer.certificate, platform.trust))


@pytest.fixture(scope="session")
def authority(tmp_path_factory) -> Authority:
    made = Authority(Path(tmp_path_factory.mktemp("installation")) / "authority")
    for code, name in UNITS.items():
        made.register_unit(code, name)
    return made


@pytest.fixture(scope="session")
def sealed(authority) -> Sealed:
    return seal_whole(print_document(), authority)
