"""Where time stamps come from: a service by RFC 3161, else the installation's own development authority."""

import asyncio
import hashlib
import secrets
from collections.abc import Sequence
from datetime import UTC, datetime

from asn1crypto import algos, cms, tsp, x509
from cryptography.hazmat.primitives.asymmetric import ec
from pyhanko.sign.general import as_signing_certificate_v2, simple_cms_attribute
from pyhanko.sign.timestamps import HTTPTimeStamper, TimeStamper, TimestampRequestError

from collaboration.sealing.pdf_signature import as_asn1
from collaboration.sealing.refusals import NoTime
from collaboration.sealing.signer import Signer

SECONDS = 10
PAUSES = (0.5, 2.0)  # before the second and the third round of tries
DEVELOPMENT_POLICY = "2.999.1"  # under the arc set aside for examples


def service(addresses: str) -> TimeStamper:
    """The time-stamp service at this address; of several, separated by blanks, the first that answers."""
    return PatientStamper([HTTPTimeStamper(address, timeout=SECONDS) for address in addresses.split()])


class PatientStamper(TimeStamper):
    """Asks one service after the other, and all of them three times, before it gives up with ``NoTime``."""

    def __init__(self, services: Sequence[TimeStamper]) -> None:
        super().__init__()
        self.services = services

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        problem: Exception | None = None
        for pause in (*PAUSES, None):
            for service in self.services:
                try:
                    return await self._granted(service, req)
                except (TimestampRequestError, ValueError) as error:
                    problem = error
            if pause is not None:
                await asyncio.sleep(pause)
        raise NoTime(str(problem)) from problem

    async def _granted(self, service: TimeStamper, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        """The service's stamp; an answer that grants none counts as no answer."""
        response = await service.async_request_tsa_response(req)
        status = response["status"]["status"].native
        if status not in ("granted", "granted_with_mods"):
            raise TimestampRequestError(f"The service answered {status}.")
        return response


class DevelopmentStamper(TimeStamper):
    """A service inside this process, for installations without one. Its word counts for nothing outside."""

    def __init__(self, signer: Signer) -> None:
        super().__init__()
        self.signer = signer
        self.certificate = as_asn1(signer.certificate)

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        return self.answer(req)

    def answer(self, request: tsp.TimeStampReq) -> tsp.TimeStampResp:
        """Attest that this digest exists now."""
        signed = self._signed(self._statement(request))
        token = cms.ContentInfo({"content_type": cms.ContentType("signed_data"), "content": signed})
        return tsp.TimeStampResp({"status": {"status": "granted"}, "time_stamp_token": token})

    def _statement(self, request: tsp.TimeStampReq) -> bytes:
        statement = {
            "version": "v1",
            "policy": DEVELOPMENT_POLICY,
            "message_imprint": request["message_imprint"],
            "serial_number": secrets.randbits(64),
            "gen_time": datetime.now(UTC).replace(microsecond=0),
            "tsa": x509.GeneralName(name="directory_name", value=self.certificate.subject),
        }
        if request["nonce"].native is not None:
            statement["nonce"] = request["nonce"]
        return tsp.TSTInfo(statement).dump()

    def _signed(self, statement: bytes) -> cms.SignedData:
        sha256 = algos.DigestAlgorithm({"algorithm": "sha256"})
        attributes = cms.CMSAttributes(
            [
                simple_cms_attribute("content_type", "tst_info"),
                simple_cms_attribute("message_digest", hashlib.sha256(statement).digest()),
                simple_cms_attribute("signing_certificate_v2", as_signing_certificate_v2(self.certificate)),
            ]
        )
        name = {"issuer": self.certificate.issuer, "serial_number": self.certificate.serial_number}
        signer = {
            "version": "v1",
            "sid": cms.SignerIdentifier({"issuer_and_serial_number": cms.IssuerAndSerialNumber(name)}),
            "digest_algorithm": sha256,
            "signature_algorithm": {"algorithm": self._algorithm()},
            "signed_attrs": attributes,
            "signature": self.signer.sign(hashlib.sha256(attributes.dump()).digest(), "sha256"),
        }
        return cms.SignedData(
            {
                "version": "v3",
                "digest_algorithms": [sha256],
                "encap_content_info": {"content_type": "tst_info", "content": cms.ParsableOctetString(statement)},
                "certificates": [self.certificate],
                "signer_infos": [cms.SignerInfo(signer)],
            }
        )

    def _algorithm(self) -> str:
        is_elliptic = isinstance(self.signer.certificate.public_key(), ec.EllipticCurvePublicKey)
        return "sha256_ecdsa" if is_elliptic else "sha256_rsa"
