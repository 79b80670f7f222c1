"""From a typeset file to a sealed one.

``prepare`` makes every field and certifies the text; ``put_seal`` adds one unit's signature and seal; ``close``
forbids any further change and adds what validation will need in later years. Each returns the file with a revision
appended, and none may run inside an event loop.
"""

import asyncio
import hashlib
import io
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from asn1crypto import x509 as asn1_x509
from cryptography import x509
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.layout import AxisAlignment, Margins, SimpleBoxLayoutRule
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import fields
from pyhanko.sign.fields import (
    FieldMDPAction,
    FieldMDPSpec,
    MDPPerm,
    SigCertConstraintFlags,
    SigCertConstraints,
    SigFieldSpec,
    SigSeedSubFilter,
    SigSeedValFlags,
    SigSeedValueSpec,
)
from pyhanko.sign.general import UnacceptableSignerError
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, PdfTimeStamper
from pyhanko.sign.signers.pdf_signer import TimestampDSSContentSettings
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.stamp import StaticStampStyle
from pyhanko_certvalidator import CertificateValidator, ValidationContext
from pyhanko_certvalidator.errors import PathError, ValidationError

from collaboration.sealing.names import ARCHIVE, CERTIFICATION, CLOSING, seal_field
from collaboration.sealing.pdf_signature import PortSignature, as_asn1
from collaboration.sealing.platform import Platform
from collaboration.sealing.refusals import NoPlace, Revoked, StaleRevision, WrongKey
from collaboration.sealing.signer import Signer
from collaboration.sealing.straddle import Straddle, fill_places, make_places
from collaboration.typesetting.document import SealBox

DIGEST = "sha256"
NAMES_OF_HOLDER = ("organization_name", "common_name")
CERTIFIED = "定稿封装：内容冻结，仅允许会签单位用印"
SEALED = "联合行文用印"
CLOSED = "用印完毕，封存"
NOTHING_AFTER_THE_STAMP = TimestampDSSContentSettings(include_vri=False, update_before_ts=True)
EDGE_TO_EDGE = SimpleBoxLayoutRule(AxisAlignment.ALIGN_MID, AxisAlignment.ALIGN_MID, margins=Margins(0, 0, 0, 0))


def prepare(
    pdf: bytes,
    boxes: Iterable[SealBox],
    certificates: Mapping[str, x509.Certificate],
    *,
    platform: Platform,
    straddle: Straddle | None = None,
) -> bytes:
    """Make the place of every unit's seal, bound to the name in its registered certificate, and certify the text.

    A unit without a box signs without a visible seal, as on minutes. From here on only these seals may be added.
    """
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    places = {box.unit: box for box in boxes}
    for unit, certificate in certificates.items():
        strips = straddle.fields if straddle and straddle.unit == unit else []
        fields.append_signature_field(writer, _seal_field(unit, places.get(unit), certificate, strips))
    fields.append_signature_field(writer, _closing_field())
    if straddle:
        make_places(writer, straddle)
    metadata = PdfSignatureMetadata(
        field_name=CERTIFICATION,
        md_algorithm=DIGEST,
        subfilter=SigSeedSubFilter.PADES,
        reason=CERTIFIED,
        certify=True,
        docmdp_permissions=MDPPerm.FILL_FORMS,
    )
    signer = PdfSigner(
        metadata,
        signer=PortSignature(platform.signer, platform.trust.roots),
        timestamper=platform.timestamper,
        new_field_spec=SigFieldSpec(CERTIFICATION),
    )
    return signer.sign_pdf(writer).getvalue()


def put_seal(
    pdf: bytes, unit: str, signer: Signer, picture: bytes, *, base_sha256: str, platform: Platform, name: str = ""
) -> bytes:
    """Sign for this unit and show its seal, a one-page PDF, in its place.

    ``base_sha256`` is the file the caller decided about; any other is refused, so no seal is lost to a stale copy.
    """
    _refuse_stale(pdf, base_sha256)
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    _refuse_without_place(writer, seal_field(unit))
    fill_places(writer, _locked_by(writer, seal_field(unit)), picture)
    metadata = PdfSignatureMetadata(
        field_name=seal_field(unit),
        md_algorithm=DIGEST,
        subfilter=SigSeedSubFilter.PADES,
        reason=SEALED,
        name=name or None,
    )
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "seal.pdf"
        file.write_bytes(picture)
        style = StaticStampStyle.from_pdf_file(
            str(file), border_width=0, background_opacity=1, background_layout=EDGE_TO_EDGE
        )
        pdf_signer = PdfSigner(
            metadata,
            signer=PortSignature(signer, platform.trust.roots),
            timestamper=platform.timestamper,
            stamp_style=style,
        )
        try:
            return pdf_signer.sign_pdf(writer).getvalue()
        except UnacceptableSignerError as error:
            raise WrongKey(unit) from error


def close(pdf: bytes, *, base_sha256: str, platform: Platform) -> bytes:
    """Lock the file for good and store beside the signatures all that proves them later."""
    _refuse_stale(pdf, base_sha256)
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    _refuse_without_place(writer, CLOSING)
    metadata = PdfSignatureMetadata(
        field_name=CLOSING,
        md_algorithm=DIGEST,
        subfilter=SigSeedSubFilter.PADES,
        reason=CLOSED,
        docmdp_permissions=MDPPerm.NO_CHANGES,
    )
    signer = PdfSigner(
        metadata, signer=PortSignature(platform.signer, platform.trust.roots), timestamper=platform.timestamper
    )
    locked = signer.sign_pdf(writer).getvalue()
    stamper = PdfTimeStamper(platform.timestamper, field_name=ARCHIVE)
    writer = IncrementalPdfFileWriter(io.BytesIO(_with_validation_data(locked, platform)))
    return stamper.timestamp_pdf(
        writer, DIGEST, validation_context=platform.trust.context(), dss_settings=NOTHING_AFTER_THE_STAMP
    ).getvalue()


def _seal_field(unit: str, box: SealBox | None, certificate: x509.Certificate, strips: list[str]) -> SigFieldSpec:
    name = seal_field(unit)
    seed = SigSeedValueSpec(
        flags=SigSeedValFlags.SUBFILTER,
        subfilters=[SigSeedSubFilter.PADES],
        cert=SigCertConstraints(flags=SigCertConstraintFlags.SUBJECT_DN, subject_dn=_holder(certificate)),
    )
    return SigFieldSpec(
        name,
        on_page=box.page - 1 if box else 0,
        box=box.rectangle if box else None,
        empty_field_appearance=True,
        field_mdp_spec=FieldMDPSpec(FieldMDPAction.INCLUDE, fields=[name, *strips]),
        seed_value_dict=seed,
    )


def _locked_by(file: IncrementalPdfFileWriter, name: str) -> list[str]:
    """The fields that this signature will lock."""
    places = {found: reference for found, _value, reference in fields.enumerate_sig_fields(file)}
    lock = places[name].get_object().get("/Lock")
    return [str(field) for field in lock.get_object()["/Fields"]] if lock else []


def _holder(certificate: x509.Certificate) -> asn1_x509.Name:
    """Whose seal may stand here: a certificate that was renewed bears the same names.

    Only the names: pyHanko cannot read back the serial number of a subject.
    """
    subject = as_asn1(certificate).subject.native
    return asn1_x509.Name.build({part: subject[part] for part in NAMES_OF_HOLDER if part in subject})


def _closing_field() -> SigFieldSpec:
    return SigFieldSpec(
        CLOSING, field_mdp_spec=FieldMDPSpec(FieldMDPAction.ALL), doc_mdp_update_value=MDPPerm.NO_CHANGES
    )


def _with_validation_data(pdf: bytes, platform: Platform) -> bytes:
    """Append the certificates and revocation lists of all signatures so far."""
    trust = platform.trust.context()
    certificates = [signature.signer_cert for signature in PdfFileReader(io.BytesIO(pdf)).embedded_regular_signatures]
    paths = asyncio.run(_validated_paths(certificates, trust))
    output = io.BytesIO(pdf)
    DocumentSecurityStore.add_dss(output_stream=output, sig_contents=None, paths=paths, validation_context=trust)
    return output.getvalue()


async def _validated_paths(certificates: list, trust: ValidationContext) -> list:
    try:
        return [
            await CertificateValidator(certificate, validation_context=trust).async_validate_usage(set())
            for certificate in {certificate.sha256: certificate for certificate in certificates}.values()
        ]
    except (PathError, ValidationError) as error:
        raise Revoked(str(error)) from error


def _refuse_stale(pdf: bytes, base_sha256: str) -> None:
    if hashlib.sha256(pdf).hexdigest() != base_sha256:
        raise StaleRevision(base_sha256)


def _refuse_without_place(file: IncrementalPdfFileWriter, field: str) -> None:
    places = fields.enumerate_sig_fields(file, filled_status=False)
    if field not in {name for name, _value, _reference in places}:
        raise NoPlace(field)
