"""A key in an agency's own signing service. Only the digest leaves this installation, never the file.

``POST`` of ``{"key", "algorithm", "digest"}`` (digest in Base64), answered by ``{"signature"}``. The request is signed
with the shared secret as Standard Webhooks says, so that the service knows who asks.
"""

import base64
import hashlib
import hmac
import json
import time
import uuid
from dataclasses import dataclass

import requests
from cryptography import x509

from collaboration.sealing.refusals import KeyUnavailable
from collaboration.sealing.signer import checked

SECONDS = 10
PAUSES = (0.5, 2.0)  # before the second and the third try


@dataclass(frozen=True)
class RemoteKey:
    """``key`` is the service's own name for the key; the answer is believed only when the certificate confirms it."""

    certificate: x509.Certificate
    address: str
    key: str
    secret: str

    def sign(self, digest: bytes, algorithm: str) -> bytes:
        asked = {"key": self.key, "algorithm": algorithm, "digest": base64.b64encode(digest).decode()}
        answer = self._ask(json.dumps(asked).encode())
        try:
            signature = base64.b64decode(json.loads(answer)["signature"], validate=True)
        except (ValueError, KeyError, TypeError) as error:
            raise KeyUnavailable("the answer holds no signature") from error
        return checked(signature, digest, algorithm, self.certificate)

    def _ask(self, body: bytes) -> bytes:
        """The service's answer, after three tries at most; a refusal is not repeated. Raises ``KeyUnavailable``."""
        name = str(uuid.uuid4())
        for pause in (*PAUSES, None):
            try:
                answer = requests.post(
                    self.address, data=body, headers=self._headers(name, body), timeout=SECONDS, allow_redirects=False
                )
            except requests.RequestException as error:
                problem = type(error).__name__
            else:
                if answer.status_code == requests.codes.ok:
                    return answer.content
                problem = f"HTTP {answer.status_code}"
                if answer.status_code < requests.codes.server_error:
                    break
            if pause is not None:
                time.sleep(pause)
        raise KeyUnavailable(problem)

    def _headers(self, name: str, body: bytes) -> dict[str, str]:
        moment = str(int(time.time()))
        signed = hmac.digest(self.secret.encode(), b".".join((name.encode(), moment.encode(), body)), hashlib.sha256)
        return {
            "Content-Type": "application/json",
            "webhook-id": name,
            "webhook-timestamp": moment,
            "webhook-signature": f"v1,{base64.b64encode(signed).decode()}",
        }
