"""Three places where a unit's key may lie, behind one port."""

import base64
import datetime
import hashlib
import json
import os
import shutil
import subprocess
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from django.core.management import CommandError, call_command

from collaboration.sealing import certificates, keys, register, remote_key
from collaboration.sealing.authority import Authority
from collaboration.sealing.refusals import KeyUnavailable, NoCertificate, Revoked, WrongKey
from collaboration.sealing.remote_key import RemoteKey
from collaboration.sealing.signer import Signer, SoftwareKey, checked, fingerprint
from collaboration.sealing.signing import close, prepare, put_seal
from collaboration.sealing.token_key import TokenKey
from collaboration.sealing.verification import Expected, examine
from collaboration.typesetting.seals import seal_pdf
from collaboration.typesetting.typesetter import typeset
from tenants.units.models import Unit
from tests.factories.paper import UNITS, issuers, print_document
from tests.ownership import as_owner

from .conftest import sha256

MODULE = next((path for path in Path("/usr/lib").glob("**/softhsm/libsofthsm2.so")), None)
TOKEN, PIN = "seals", "1234"
SECRET = "of the agency and the portal alone"
needs_softhsm = pytest.mark.skipif(
    (MODULE is None or shutil.which("softhsm2-util") is None)
    and "softhsm" not in os.environ.get("PORTAL_REQUIRE", "").split(","),
    reason="no SoftHSM2: apt-get install softhsm2",
)
DIGEST = hashlib.sha256("样例".encode()).digest()


@pytest.fixture(scope="session")
def token(tmp_path_factory) -> Path:
    """A software token of its own; the library reads where it lies once per process."""
    folder = tmp_path_factory.mktemp("softhsm")
    (folder / "tokens").mkdir()
    (folder / "softhsm2.conf").write_text(f"directories.tokendir = {folder}/tokens\nlog.level = ERROR\n")
    os.environ["SOFTHSM2_CONF"] = str(folder / "softhsm2.conf")
    run = ["softhsm2-util", "--init-token", "--free", "--label", TOKEN, "--so-pin", "5678", "--pin", PIN]
    subprocess.run(run, check=True, capture_output=True)
    return folder


def moved_to(folder: Path, key: SoftwareKey, label: str) -> TokenKey:
    """The key on the token instead of in a file."""
    file = folder / f"{label}.pem"
    file.write_bytes(
        key.key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    number = label.encode().hex()[:16]
    run = ["softhsm2-util", "--import", str(file), "--token", TOKEN, "--label", label, "--id", number, "--pin", PIN]
    subprocess.run(run, check=True, capture_output=True)
    file.unlink()
    return TokenKey(key.certificate, str(MODULE), TOKEN, label, PIN)


class Service(ThreadingHTTPServer):
    """An agency's signing service on loopback: it holds a key and gets digests, nothing else."""

    def __init__(self, key: SoftwareKey) -> None:
        super().__init__(("127.0.0.1", 0), Answer)
        self.key = key
        self.failures: list[int] = []
        self.bodies: list[bytes] = []

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/sign"


class Answer(BaseHTTPRequestHandler):
    server: Service

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.bodies.append(body)
        status = self.server.failures.pop() if self.server.failures else 200
        asked = json.loads(body)
        signature = self.server.key.sign(base64.b64decode(asked["digest"]), asked["algorithm"])
        answer = json.dumps({"signature": base64.b64encode(signature).decode()}).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *args: object) -> None:
        """Keep quiet."""


@pytest.fixture
def service(authority, monkeypatch) -> Iterator[Service]:
    monkeypatch.setattr(remote_key, "PAUSES", (0.01, 0.01))
    server = Service(authority.unit_key("310000"))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def remote(service: Service) -> RemoteKey:
    return RemoteKey(service.key.certificate, service.address, "310000", SECRET)


def rsa_key(authority: Authority) -> SoftwareKey:
    """A key as many agencies' tokens still hold one."""
    key = rsa.generate_private_key(65537, 2048)
    subject = certificates._name("样例（开发）", "样例", "350000")
    return certificates._issue(authority.root, subject, key, certificates.YEARS)


@needs_softhsm
@pytest.mark.parametrize("kind", ["elliptic", "rsa"])
def test_a_token_signs_as_the_key_itself_would(authority, token, kind):
    key = rsa_key(authority) if kind == "rsa" else authority.unit_key("320000")

    signature = moved_to(token, key, f"{kind}-signs").sign(DIGEST, "sha256")

    assert checked(signature, DIGEST, "sha256", key.certificate) == signature


@needs_softhsm
@pytest.mark.parametrize(
    "wrong", [{"pin": "0000"}, {"token": "elsewhere"}, {"label": "nobody"}, {"module": "/nowhere.so"}]
)
def test_a_token_that_cannot_be_used_is_unavailable(authority, token, wrong):
    fields = {"module": str(MODULE), "token": TOKEN, "label": "nothing", "pin": PIN} | wrong

    with pytest.raises(KeyUnavailable):
        TokenKey(authority.unit_key("320000").certificate, **fields).sign(DIGEST, "sha256")


@needs_softhsm
def test_a_token_with_another_key_than_the_registered_one_is_refused(authority, token):
    other = moved_to(token, authority.unit_key("330000"), "other")

    with pytest.raises(WrongKey):
        TokenKey(authority.unit_key("320000").certificate, str(MODULE), TOKEN, other.label, PIN).sign(DIGEST, "sha256")


def test_only_the_digest_goes_to_a_signing_service(service):
    signature = remote(service).sign(DIGEST, "sha256")

    assert checked(signature, DIGEST, "sha256", service.key.certificate)
    (body,) = service.bodies
    assert json.loads(body) == {
        "key": "310000", "algorithm": "sha256", "digest": base64.b64encode(DIGEST).decode(),
    }  # fmt: skip


def test_a_service_that_stumbles_is_asked_again_and_one_that_refuses_is_not(service):
    service.failures = [503, 500]
    assert remote(service).sign(DIGEST, "sha256")
    service.failures, service.bodies = [403], []

    with pytest.raises(KeyUnavailable, match="403"):
        remote(service).sign(DIGEST, "sha256")
    assert len(service.bodies) == 1


def test_an_answer_that_the_certificate_does_not_confirm_is_refused(service, authority):
    service.key = authority.unit_key("340000")
    key = RemoteKey(authority.unit_key("310000").certificate, service.address, "310000", SECRET)

    with pytest.raises(WrongKey):
        key.sign(DIGEST, "sha256")


def test_a_service_that_is_not_there_is_unavailable(authority, monkeypatch):
    monkeypatch.setattr(remote_key, "PAUSES", (0.01, 0.01))
    key = RemoteKey(authority.unit_key("310000").certificate, "http://127.0.0.1:9/", "310000", SECRET)

    with pytest.raises(KeyUnavailable):
        key.sign(DIGEST, "sha256")


@needs_softhsm
def test_units_with_keys_in_three_places_seal_one_file(authority, token, service):
    platform = authority.platform()
    certificates = {issuer.id: authority.unit_certificates()[issuer.id] for issuer in issuers(3)}
    held: dict[str, Signer] = {code: authority.unit_key(code) for code in UNITS}
    held["310000"] = remote(service)
    held["320000"] = moved_to(token, authority.unit_key("320000"), "seals-a-file")
    paper = typeset(print_document(issuers=issuers(3)))
    pdf = prepare(paper.pdf, paper.boxes, certificates, platform=platform)
    for issuer in issuers(3):
        picture = seal_pdf(issuer.name)
        pdf = put_seal(pdf, issuer.id, held[issuer.id], picture, base_sha256=sha256(pdf), platform=platform)
    pdf = close(pdf, base_sha256=sha256(pdf), platform=platform)

    assert examine(pdf, Expected.of(certificates, platform.signer.certificate, platform.trust)).findings == ()
    assert all(len(body) < 200 for body in service.bodies)


@pytest.mark.django_db
def test_settings_say_where_the_key_of_each_unit_lies(tmp_path, settings):
    settings.DATA_DIR = tmp_path
    (tmp_path / "secrets").mkdir()
    places = {
        "320000": {"at": "token", "module": "/m.so", "token": TOKEN, "label": "seal", "pin": PIN},
        "330000": {"at": "service", "address": "https://sign.example/", "key": "7", "secret": SECRET},
        "340000": {"at": "nowhere"},
    }
    (tmp_path / "secrets" / "keys.json").write_text(json.dumps(places))
    authority = Authority.of_installation()
    units = {unit.code: unit for unit in Unit.objects.filter(code__in=UNITS)}
    with as_owner():
        registered = {code: authority.register_unit(code, unit.name) for code, unit in units.items()}
        for code, unit in units.items():
            register.register(unit, registered[code])

    signers = {code: keys.signer_of(units[code]) for code in ("310000", "320000", "330000")}

    assert [type(signer) for signer in signers.values()] == [SoftwareKey, TokenKey, RemoteKey]
    assert {code: signer.certificate for code, signer in signers.items()} == {
        code: registered[code] for code in signers
    }
    with pytest.raises(KeyUnavailable):
        keys.signer_of(units["340000"])


@pytest.mark.django_db
def test_a_key_whose_certificate_is_not_the_registered_one_is_not_used(tmp_path, settings):
    settings.DATA_DIR = tmp_path
    unit = Unit.objects.get(code="310000")
    with pytest.raises(NoCertificate):
        keys.signer_of(unit)
    with as_owner():
        elsewhere = Authority(tmp_path / "elsewhere")
        register.register(unit, elsewhere.register_unit(unit.code, unit.name))
    with pytest.raises(KeyUnavailable):
        keys.signer_of(unit)
    Authority.of_installation().register_unit(unit.code, unit.name)
    with pytest.raises(NoCertificate):
        keys.signer_of(unit)


def test_a_certificate_that_its_authority_took_back_is_refused(authority, tmp_path):
    certificate = authority.unit_certificates()["310000"]
    authority.trust().refuse_revoked(certificate)
    with pytest.raises(Revoked):
        Authority(tmp_path / "authority").trust().refuse_revoked(certificate)

    shutil.copytree(authority.folder, tmp_path / "ours")
    ours = Authority(tmp_path / "ours")
    (ours.folder / "trusted").mkdir()
    (ours.folder / "trusted" / "issuer.crl").write_bytes(_revoking(ours.root, certificate))
    with pytest.raises(Revoked):
        ours.trust().refuse_revoked(certificate)


def _revoking(root: SoftwareKey, certificate: x509.Certificate) -> bytes:
    now = datetime.datetime.now(datetime.UTC)
    taken_back = x509.RevokedCertificateBuilder(certificate.serial_number, now - datetime.timedelta(minutes=5)).build()
    builder = x509.CertificateRevocationListBuilder(
        issuer_name=root.certificate.subject, last_update=now, next_update=now + datetime.timedelta(days=9)
    )
    identifier = x509.AuthorityKeyIdentifier.from_issuer_public_key(root.key.public_key())
    builder = builder.add_extension(identifier, critical=False).add_revoked_certificate(taken_back)
    return (
        builder.add_extension(x509.CRLNumber(7), critical=False)
        .sign(root.key, hashes.SHA384())
        .public_bytes(serialization.Encoding.PEM)
    )


@pytest.mark.django_db
def test_a_certificate_is_registered_once_its_key_has_signed(authority, tmp_path, settings, service):
    settings.DATA_DIR = tmp_path
    unit = Unit.objects.get(code="310000")
    pem = tmp_path / "seal.pem"
    pem.write_bytes(service.key.certificate.public_bytes(serialization.Encoding.PEM))
    with as_owner():
        with pytest.raises(CommandError, match=r"not trusted|不受本平台信任"):
            call_command("register_seal_certificate", "310000", pem)
        trusted = tmp_path / "authority" / "trusted"
        trusted.mkdir()
        (trusted / "agency.pem").write_bytes(authority.root.certificate.public_bytes(serialization.Encoding.PEM))
        with pytest.raises(CommandError):
            call_command("register_seal_certificate", "310000", pem)
        assert not register.has_certificate(unit)

        (tmp_path / "secrets").mkdir()
        place = {"310000": {"at": "service", "address": service.address, "key": "310000", "secret": SECRET}}
        (tmp_path / "secrets" / "keys.json").write_text(json.dumps(place))
        call_command("register_seal_certificate", "310000", pem)
        assert register.certificate_of(unit).fingerprint == fingerprint(service.key.certificate)
