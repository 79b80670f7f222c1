"""The portal's own signature under a file that carries nobody's seal."""

import io

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import MDPPerm, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner

from collaboration.sealing.names import CERTIFICATION
from collaboration.sealing.pdf_signature import PortSignature
from collaboration.sealing.platform import Platform

PUBLIC_VERSION = "公开版：由平台核发，无印章"


def certify_copy(pdf: bytes, *, platform: Platform) -> bytes:
    """Certify a public version; from here on nothing may be added to it. Not to be run inside an event loop."""
    metadata = PdfSignatureMetadata(
        field_name=CERTIFICATION,
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        reason=PUBLIC_VERSION,
        certify=True,
        docmdp_permissions=MDPPerm.NO_CHANGES,
    )
    signer = PdfSigner(
        metadata,
        signer=PortSignature(platform.signer, platform.trust.roots),
        timestamper=platform.timestamper,
        new_field_spec=SigFieldSpec(CERTIFICATION),
    )
    return signer.sign_pdf(IncrementalPdfFileWriter(io.BytesIO(pdf))).getvalue()
