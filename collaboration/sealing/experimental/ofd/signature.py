"""The signature of a package: SM3 over every part, SM2 over the list of them, as GB/T 35275 wraps what is signed."""

import base64
import io
import zipfile
from collections.abc import Mapping
from datetime import UTC, datetime

from asn1crypto import cms, core, x509
from cryptography.hazmat.primitives.serialization import Encoding
from lxml import etree

from collaboration.sealing.experimental import sm2
from collaboration.sealing.experimental.ofd.markup import NAMESPACE, part, within, written
from collaboration.sealing.experimental.sm2 import Sm2Key

NAME_OF_LIST = "Signs/Signatures.xml"
SIGNATURE, VALUE = "Signs/Sign_0/Signature.xml", "Signs/Sign_0/SignedValue.dat"
PROVIDER = "联合行文平台（试验）"
SM3, SM2, SM2_WITH_SM3 = "1.2.156.10197.1.401", "1.2.156.10197.1.301.1", "1.2.156.10197.1.501"
DATA, SIGNED_DATA = "1.2.156.10197.6.1.4.2.1", "1.2.156.10197.6.1.4.2.2"


def signed(parts: Mapping[str, bytes], key: Sm2Key, *, folder: str) -> dict[str, bytes]:
    """The three parts that a signature over these adds."""
    listed = part("Signatures")
    within(listed, "Signature", ID="s001", Type="Sign", BaseLoc=f"/{folder}/{SIGNATURE}")
    described = {f"{folder}/{NAME_OF_LIST}": written(listed)}
    signature = _signature(parts, folder)
    return described | {f"{folder}/{SIGNATURE}": signature, f"{folder}/{VALUE}": _value(signature, key)}


def _signature(parts: Mapping[str, bytes], folder: str) -> bytes:
    root = part("Signature")
    info = within(root, "SignedInfo")
    within(info, "Provider", ProviderName=PROVIDER, Version="1.0")
    within(info, "SignatureMethod", SM2_WITH_SM3)
    within(info, "SignatureDateTime", datetime.now(UTC).strftime("%Y%m%d%H%M%SZ"))
    references = within(info, "References", CheckMethod=SM3)
    for name, data in parts.items():
        reference = within(references, "Reference", FileRef=f"/{name}")
        within(reference, "CheckValue", base64.b64encode(sm2.sm3(data)).decode())
    within(root, "SignedValue", f"/{folder}/{VALUE}")
    return written(root)


def _value(signature: bytes, key: Sm2Key) -> bytes:
    """What is signed is the SM3 of the list; it lies inside, with the certificate beside it."""
    content = sm2.sm3(signature)
    certificate = x509.Certificate.load(key.certificate.public_bytes(Encoding.DER))
    signer = cms.SignerInfo(
        {
            "version": "v1",
            "sid": cms.IssuerAndSerialNumber(
                {"issuer": certificate.issuer, "serial_number": certificate.serial_number}
            ),
            "digest_algorithm": {"algorithm": SM3},
            "signature_algorithm": {"algorithm": SM2},
            "signature": key.sign(sm2.digest(content, key.point), sm2.ALGORITHM),
        }
    )
    wrapped = cms.SignedData(
        {
            "version": "v1",
            "digest_algorithms": [{"algorithm": SM3}],
            "encap_content_info": {"content_type": DATA, "content": core.OctetString(content, explicit=0)},
            "certificates": [certificate],
            "signer_infos": [signer],
        },
        explicit=0,
    )
    return cms.ContentInfo({"content_type": SIGNED_DATA, "content": wrapped}).dump()


def changed_parts(ofd: bytes) -> list[str]:
    """The parts that are not as they were signed, or that nobody signed; the signed value is not looked at."""
    with zipfile.ZipFile(io.BytesIO(ofd)) as package:
        held = {name: package.read(name) for name in package.namelist()}
    name = next(name for name in held if name.endswith(SIGNATURE))
    root = etree.fromstring(held[name])
    said = {
        reference.get("FileRef").removeprefix("/"): base64.b64decode(reference.findtext(f"{{{NAMESPACE}}}CheckValue"))
        for reference in root.iter(f"{{{NAMESPACE}}}Reference")
    }
    own = {name for name in held if "/Signs/" in name}
    return sorted(
        name for name in said.keys() | held.keys() - own if name not in held or sm2.sm3(held[name]) != said.get(name)
    )
