"""What goes into the evidence bundle of a unit: the parts it may see, each as a file."""

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from django.db import connection

from collaboration.documents import printing
from collaboration.documents.evidence.standalone import program
from collaboration.documents.models import Countersignature, Countersigning, JointDocument, Opinion
from collaboration.documents.registered import statement_of as statement_of_registration
from collaboration.documents.sending import content_of
from collaboration.documents.text.blocks import Block
from collaboration.documents.text.canonical import Issuer, canonical_bytes
from collaboration.sealing.models import SealRelease, SealUse, StandingAuthorisation
from collaboration.sealing.workflow import statement_of
from tenants.audit.models import Record, RecordText
from tenants.files import store
from tenants.files.scans import EXTENSIONS
from tenants.identity import keys
from tenants.identity.actor import Actor
from tenants.identity.models import User
from tenants.units.models import Unit

ACTS = ("evidence_requested", "evidence_signed")  # of the bundle itself; at the end of the chain they are left out
README = """证据包 · Evidence bundle

document.pdf    盖章文件 the sealed file
text.json       各单位签署的正文（规范化 JSON，其 SHA-256 即正文校验值） the text in the form that was signed
text.txt        正文 the text to read
facts.json      文号、机关、日期、校验值 number, units, dates, digests
opinions.json   本单位可见的意见及采纳情况 opinions your unit may see
approvals.json  会签与用印 countersignatures and releases of seals
record.json     办理记录及其哈希链 the record with its chain; acts you may not read stand there by their digests
registration.json 平台启用前签署文件的登记事项（如有） particulars of a document from before the portal
seals.json      印章及文件的各个版本 seals, and the file before and after each
scans/          纸质签署页扫描件（如有） scans of sheets that units signed and sealed on paper, if any
certificates/   印章证书 certificates of the seals
timestamps/     时间戳 time stamps (RFC 3161)
trust/          证书机构及吊销列表 authorities and revocation lists
manifest.json   清单 digests of all these; manifest.p7s 平台签名 the portal's signature over it
check.py        校验程序 python check.py bundle.zip
"""


def files_of(document: JointDocument, actor: Actor) -> dict[str, bytes]:
    """Every file of the bundle but the manifest and what the portal signs; the same state gives the same bytes."""
    attempt = printing.signed_attempt(document)
    file = document.matter.sealed_file
    pdf = store.read(file.sha256)
    files = {
        "README.txt": README.encode(),
        "check.py": program(),
        "document.pdf": pdf,
        "text.json": _canonical(document, attempt),
        "text.txt": _plain(attempt).encode(),
        "facts.json": _json(_facts(document, actor)),
        "opinions.json": _json(list(_opinions(document, actor))),
        "approvals.json": _json(_approvals(document, attempt)),
        "record.json": _json(list(_record(document))),
        "seals.json": _json(list(_seals(document))),
    }
    for use in SealUse.objects.filter(matter=document.matter).select_related("unit", "certificate"):
        files[f"certificates/{use.unit.code}.pem"] = use.certificate.pem.encode()
    if document.is_earlier:
        return files | {"registration.json": statement_of_registration(document, attempt.version)}
    return files | dict(_scans(attempt)) | dict(_time_stamps(pdf))


def _json(said: object) -> bytes:
    return json.dumps(said, ensure_ascii=False, indent=1, sort_keys=True).encode()


def _canonical(document: JointDocument, attempt: Countersigning) -> bytes:
    version = attempt.version
    return canonical_bytes(
        kind=document.kind,
        title=version.title,
        recipients=version.recipients,
        issuers=[Issuer(one["code"], one["name"]) for one in version.issuers],
        blocks=[Block.from_json(block) for block in version.blocks],
    )


def _plain(attempt: Countersigning) -> str:
    version = attempt.version
    lines = [version.title, "", f"{version.recipients}：" if version.recipients else ""]
    lines += [block["text"] for block in version.blocks]
    return "\n".join([*lines, "", *(issuer["name"] for issuer in printing.issuers(attempt))]) + "\n"


def _facts(document: JointDocument, actor: Actor) -> dict[str, Any]:
    content, version = content_of(document), printing.signed_attempt(document).version
    return {
        "document": str(document.public_id),
        "made_for": {"code": actor.unit.code, "name": actor.unit.name},
        "kind": content.document_kind,
        "title": content.title,
        "number": content.number,
        "issuers": content.issuers,
        "issued_on": content.issued_on.isoformat(),
        "content_sha256": content.content_hash,
        "content_sm3": version.content_hash_sm3,
        "file_sha256": content.file_sha256,
        "check_code": content.check_code,
        "on_paper": [unit.code for unit in Unit.objects.filter(pk__in=document.matter.sealed_file.on_paper)],
        "earlier": document.is_earlier,
        "attestation_keys": [keys.attestation_public()],
    }


def _opinions(document: JointDocument, actor: Actor) -> Iterator[dict[str, Any]]:
    shown = Opinion.objects.visible_to(actor).filter(round__document=document).handed_in()
    for one in shown.select_related("unit", "round", "disposition").order_by("round__number", "given_at", "pk"):
        decided = getattr(one, "disposition", None)
        yield {
            "round": one.round.number,
            "unit": one.unit.code,
            "block": one.block_id,
            "quote": one.quote,
            "text": one.text,
            "proposed": one.proposed_text,
            "given_at": one.given_at.isoformat(),
            "outcome": decided.outcome if decided else None,
            "reason": decided.reason if decided else "",
        }


def _approvals(document: JointDocument, attempt: Countersigning) -> dict[str, Any]:
    releases = SealRelease.objects.filter(matter=document.matter).select_related("unit", "user", "authorisation__unit")
    return {
        "countersignatures": [
            _approval(one, one.user_name, one.signed_at) | {"scan_sha256": one.scan_sha256}
            for one in attempt.signatures.select_related("unit").order_by("signed_at", "pk")
        ],
        "seal_releases": [
            _approval(one, one.user.name, one.released_at) | _authorisation(one.authorisation)
            for one in releases.order_by("released_at", "pk")
        ],
    }


def _approval(given: Countersignature | SealRelease, name: str, at: datetime) -> dict[str, Any]:
    return {
        "unit": given.unit.code,
        "name": name,
        "content_sha256": given.content_hash,
        "method": given.method,
        "proof": given.proof,
        "at": at.isoformat(),
    }


def _authorisation(standing: StandingAuthorisation | None) -> dict[str, Any]:
    """The instrument under which nobody was asked, with the proof of the signatory who confirmed it."""
    if standing is None:
        return {}
    return {"authorisation": {"said": statement_of(standing), "proof": standing.proof}}


def _scans(attempt: Countersigning) -> Iterator[tuple[str, bytes]]:
    """What units signed and sealed by hand, as it was confirmed."""
    for sheet in attempt.sheets.exclude(confirmed_at=None).select_related("unit"):
        yield f"scans/{sheet.unit.code}.{EXTENSIONS[sheet.media_type]}", store.read(sheet.scan_sha256)


def _record(document: JointDocument) -> Iterator[dict[str, Any]]:
    """The whole chain up to the last act that is not of a bundle; what the unit may not read, by digest alone."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT number, previous, digest, act, at FROM documents_links(%s)", [document.public_id])
        links = cursor.fetchall()
    while links and links[-1][3] in ACTS:
        links.pop()
    seen = {record.number: record for record in Record.objects.filter(chain=document.public_id)}
    texts: dict[int, list[Mapping[str, Any]]] = {}
    for text in RecordText.objects.filter(chain=document.public_id).order_by("number", "name"):
        texts.setdefault(text.number, []).append({"name": text.name, "salt": text.salt, "text": text.text})
    people = User.objects.in_bulk([record.user_id for record in seen.values() if record.user_id])
    units = Unit.objects.in_bulk([record.unit_id for record in seen.values() if record.unit_id])
    for number, previous, digest, _act, at in links:
        link = {"number": number, "previous": bytes(previous).hex(), "digest": bytes(digest).hex()}
        record = seen.get(number)
        if record is None:
            yield link
            continue
        person, unit = people.get(record.user_id), units.get(record.unit_id)
        yield link | {
            "chain": str(record.chain), "kind": record.kind, "act": record.act, "at": at,
            "user_id": record.user_id, "user": person.name if person else None, "unit_id": record.unit_id,
            "unit": unit.code if unit else None, "detail": record.detail, "parties": record.parties,
            "texts": texts.get(number, []),
        }  # fmt: skip


def _seals(document: JointDocument) -> Iterator[dict[str, Any]]:
    for use in SealUse.objects.filter(matter=document.matter).select_related("unit", "certificate"):
        yield {
            "unit": use.unit.code,
            "order": use.order,
            "certificate": use.certificate.fingerprint,
            "sha256_before": use.base_sha256,
            "sha256_after": use.result_sha256,
            "used_at": use.used_at.isoformat(),
        }


def _time_stamps(pdf: bytes) -> Iterator[tuple[str, bytes]]:
    """The time stamps inside the sealed file, each as it was given."""
    import io

    from pyhanko.sign.validation.generic_cms import extract_tst_data_iter

    from collaboration.sealing.names import ARCHIVE
    from collaboration.sealing.revisions import LeanReader

    for one in LeanReader(io.BytesIO(pdf)).embedded_signatures:
        if one.field_name == ARCHIVE:
            yield f"timestamps/{one.field_name}.tst", one.signed_data.dump()
            continue
        for token in extract_tst_data_iter(one.signer_info, signed=False):
            yield f"timestamps/{one.field_name}.tst", token.dump()
