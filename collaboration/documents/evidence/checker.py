#!/usr/bin/env python3
"""Check an evidence bundle without the portal: needs Python 3.11 or newer and pyHanko (pip install pyhanko).

    python check.py bundle.zip [--root root.pem]

Seals that are scans of paper are named as such: no program can check them.
Every line says what was checked. The last line and the exit status (0 or 1) say whether everything holds. With --root,
signatures must lead to that authority; without it, to one of those in the bundle, whose fingerprints are printed.
校验证据包，无需登录平台：需要 Python 3.11 及以上版本和 pyHanko。
"""

import argparse
import asyncio
import hashlib
import io
import json
import sys
from collections.abc import Callable, Iterator
from typing import Any
from zipfile import BadZipFile, ZipFile

from asn1crypto import cms, crl, pem, x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import enumerate_sig_fields
from pyhanko.sign.validation import (
    async_validate_detached_cms,
    async_validate_pdf_signature,
    async_validate_pdf_timestamp,
)
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from collaboration.documents.evidence.proofs import proven
from collaboration.sealing.differences import EVERY_LATER_REVISION, NEXT_REVISION

MANIFEST, SIGNATURE = "manifest.json", "manifest.p7s"
UNLISTED = {MANIFEST, SIGNATURE, "trust/roots.pem", "trust/revoked.crl"}
CERTIFICATION, CLOSING, ARCHIVE, STRADDLE = "Certification", "Closing", "ArchiveTimestamp", "Straddle_"
STANDING = "standing_authorisation"
Say = Callable[[bool, str], None]


def field(value: Any) -> str:
    """One field of a record as it is hashed: its length in bytes, then its text."""
    text = "" if value is None else str(value)
    return f"{'-' if value is None else len(text.encode())}:{text}"


def link_digest(link: dict[str, Any]) -> str:
    """The digest of one act, from what stands in it and the digest before it."""
    said = ("1", link["chain"], link["number"], link["kind"], link["act"], link["at"], link["user_id"],
            link["unit_id"], link["detail"], ",".join(map(str, link["parties"])))  # fmt: skip
    return hashlib.sha256(bytes.fromhex(link["previous"]) + "|".join(map(field, said)).encode()).hexdigest()


def check_files(files: dict[str, bytes], names: list[str], say: Say) -> dict[str, Any]:
    """Every file is listed, once, with its digest."""
    manifest: dict[str, Any] = json.loads(files[MANIFEST])
    listed = manifest["files"]
    say(len(names) == len(set(names)), "no file is there twice 无重复文件")
    say(set(names) == set(listed) | UNLISTED, "the files are exactly those of the manifest 文件与清单一致")
    for name, said in sorted(listed.items()):
        data = files.get(name, b"")
        say(
            hashlib.sha256(data).hexdigest() == said["sha256"] and len(data) == said["size"], f"digest of {name} 校验值"
        )
    return manifest


def check_text(files: dict[str, bytes], say: Say) -> dict[str, Any]:
    """The text, the file and the facts speak of the same document."""
    facts: dict[str, Any] = json.loads(files["facts.json"])
    say(hashlib.sha256(files["text.json"]).hexdigest() == facts["content_sha256"], "text has the signed digest 正文")
    say(hashlib.sha256(files["document.pdf"]).hexdigest() == facts["file_sha256"], "sealed file 盖章文件")
    return facts


def check_approvals(files: dict[str, bytes], facts: dict[str, Any], say: Say) -> None:
    """Every issuing unit signed exactly this text and released its seal for it, and proved who it was."""
    approvals = json.loads(files["approvals.json"])
    issuers, on_paper = {issuer["code"] for issuer in facts["issuers"]}, set(facts["on_paper"])
    expected = {"countersignatures": issuers, "seal_releases": issuers - on_paper}
    for name, units in expected.items():
        rows = approvals[name]
        say({row["unit"] for row in rows} == units, f"{name}: one of every unit that owes one 各发文机关齐全")
        same = all(row["content_sha256"] == facts["content_sha256"] for row in rows)
        say(same, f"{name}: all of this text 均针对本正文")
    check_scans(approvals, files, on_paper, say)
    check_proofs(approvals, facts, say)


def check_scans(approvals: dict[str, Any], files: dict[str, bytes], on_paper: set[str], say: Say) -> None:
    """Whoever signed on paper is named, and the scan that was confirmed is here."""
    for row in approvals["countersignatures"]:
        scan = row["scan_sha256"]
        say(bool(scan) == (row["unit"] in on_paper), f"{row['unit']}: signed as the facts say 签署方式与事实一致")
        if scan:
            kept = [data for file, data in files.items() if file.startswith(f"scans/{row['unit']}.")]
            say(
                [hashlib.sha256(data).hexdigest() for data in kept] == [scan],
                f"{row['unit']}: scan of the sheet 扫描件",
            )
            print(f"     {row['unit']}: on paper; only eyes can judge the scan 纸质签署盖章，扫描件须人工核对")


def check_registration(files: dict[str, bytes], facts: dict[str, Any], say: Say) -> None:
    """A document from before the portal: units that proved who they are stand by exactly this scan."""
    said, rows = json.loads(files["registration.json"]), json.loads(files["approvals.json"])["countersignatures"]
    digest = hashlib.sha256(files["registration.json"]).hexdigest()
    here = (said["document"], said["scan"], said["text"])
    say(
        here == (facts["document"], facts["file_sha256"], facts["content_sha256"]), "registered: this scan 登记的扫描件"
    )
    issuers = [issuer["code"] for issuer in facts["issuers"]]
    say(said["issuers"] == issuers == facts["on_paper"], "registered: these units, all on paper 登记的发文机关")
    say(bool(rows) and {row["unit"] for row in rows} <= set(issuers), "confirmed by units under it 确认登记的单位")
    for row in rows:
        holds = _proves(row, facts, "document.confirm_registration", "signatory", digest)
        say(holds and row["scan_sha256"] == said["scan"], f"{row['unit']} {row['name']}: {row['method']} 身份核验")
    print("     signed before the portal; only eyes can judge the scan 平台启用前以纸质方式签署，扫描件须人工核对")


def check_proofs(approvals: dict[str, Any], facts: dict[str, Any], say: Say) -> None:
    """Behind every signature and release somebody proved who they are, for exactly this act on this text."""
    for row in approvals["countersignatures"]:
        text, scan = row["content_sha256"], row["scan_sha256"]
        act = "document.countersign_on_paper" if scan else "document.countersign"
        digest = digest_of({"text": text, "scan": scan}) if scan else text
        say(_proves(row, facts, act, "signatory", digest), f"{row['unit']} {row['name']}: {row['method']} 身份核验")
    for row in approvals["seal_releases"]:
        if row["method"] == STANDING:
            given = row["authorisation"]
            facts_of_it = facts | {"document": given["said"]["authorisation"]}
            digest = digest_of(given["said"])
            holds = _proves(row | given, facts_of_it, "seal.authorise", "signatory", digest)
        else:
            holds = _proves(row, facts, "document.release_seal", "seal_keeper", row["content_sha256"])
        say(holds, f"{row['unit']} {row['name']}: {row['method']} 用印核验")


def _proves(row: dict[str, Any], facts: dict[str, Any], act: str, role: str, digest: str) -> bool:
    wanted = {"act": act, "object": facts["document"], "hash": digest, "unit": row["unit"], "role": role}
    return proven(row["proof"], facts["attestation_keys"], wanted)


def digest_of(said: dict[str, Any]) -> str:
    """SHA-256 over the canonical JSON of a statement."""
    written = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()


def check_chain(files: dict[str, bytes], facts: dict[str, Any], say: Say) -> None:
    """The record is one unbroken chain; acts the unit may not read are there by their digests."""
    chain = json.loads(files["record.json"])
    say([link["number"] for link in chain] == list(range(1, len(chain) + 1)), "no act is missing 记录连续")
    before, broken, texts = "", [], []
    for link in chain:
        if link["previous"] != before or ("act" in link and link_digest(link) != link["digest"]):
            broken.append(link["number"])
        detail = json.loads(link.get("detail", "{}"))
        for said in link.get("texts", []):
            digest = hashlib.sha256((said["salt"] + said["text"]).encode()).hexdigest()
            if said["text"] is not None and detail.get(f"{said['name']}_digest") != digest:
                texts.append(link["number"])
        before = link["digest"]
    say(not broken, f"every act follows from the one before it 哈希链 {broken or ''}")
    say(not texts, f"every text belongs to its act 文字与记录一致 {texts or ''}")
    told = {link["act"]: json.loads(link["detail"]) for link in chain if "act" in link}
    sealed = told.get("registration_confirmed" if facts["earlier"] else "sealed", {}).get("file")
    say(sealed == facts["file_sha256"], "the record names this sealed file 记录载明本文件")


def context(roots: list[x509.Certificate], files: dict[str, bytes], moment: Any = None) -> ValidationContext:
    lists = [crl.CertificateList.load(der) for _type, _headers, der in _pem(files["trust/revoked.crl"])]
    return ValidationContext(trust_roots=roots, crls=lists, allow_fetching=False, moment=moment)


def _pem(data: bytes) -> Iterator[tuple[str, Any, bytes]]:
    return pem.unarmor(data, multiple=True) if data.strip() else iter(())


async def check_manifest(files: dict[str, bytes], roots: list[x509.Certificate], say: Say) -> None:
    """The portal signed the manifest, and a time-stamp service says when."""
    signed = cms.ContentInfo.load(files[SIGNATURE])["content"]
    trust = context(roots, files)
    status = await async_validate_detached_cms(
        files[MANIFEST], signed, signer_validation_context=trust, ts_validation_context=trust
    )
    say(status.intact and status.valid, "the portal's signature over the manifest 清单签名")
    say(status.trusted, "its certificate leads to the authority 签名证书可信")
    stamp = status.timestamp_validity
    say(stamp is not None and stamp.valid and stamp.intact and stamp.trusted, "its time stamp 时间戳")


async def check_seals(files: dict[str, bytes], facts: dict[str, Any], roots: list[x509.Certificate], say: Say) -> None:
    """Every seal in the sealed file is whole, by the certificate registered for its unit, unchanged since."""
    reader = PdfFileReader(io.BytesIO(files["document.pdf"]))
    found = {one.field_name: one for one in reader.embedded_signatures}
    expected = {f"Seal_{issuer['code']}" for issuer in facts["issuers"] if issuer["code"] not in facts["on_paper"]}
    say(expected == {name for name in found if name.startswith("Seal_")}, "one seal of every unit that seals 印章齐全")
    say(set(found) - expected == {CERTIFICATION, CLOSING, ARCHIVE}, "the portal's own signatures 平台签名")
    fields = {name for name, _value, _reference in enumerate_sig_fields(reader)}
    say(fields == set(found), "no place for a signature is left 无多余签名域")
    last = reader.embedded_signatures[-1] if found else None
    whole = last is not None and last.evaluate_signature_coverage() == SignatureCoverageLevel.ENTIRE_FILE
    say(whole, "nothing was appended to the file 文件末尾无追加内容")
    moment = None
    if ARCHIVE in found:
        token = found[ARCHIVE].signed_data["encap_content_info"]["content"].parsed
        moment = token["gen_time"].native
    trust = context(roots, files, moment)
    for name, one in found.items():
        if name == ARCHIVE:
            stamp = await async_validate_pdf_timestamp(one, trust)
            say(stamp.intact and stamp.valid and stamp.trusted, "archive time stamp 归档时间戳")
            continue
        await check_signature(name, one, trust, say)
        if name in expected:
            code = name.removeprefix("Seal_")
            _type, _headers, der = pem.unarmor(files.get(f"certificates/{code}.pem", b""))
            say(one.signer_cert.dump() == der, f"{name}: the certificate registered for the unit 登记证书")


async def check_signature(name: str, one: Any, trust: ValidationContext, say: Say) -> None:
    """One signature; what came later is compared with it by the rules of the portal: only seals, and strips of one seal
    in the places it locked (骑缝章), may have been added."""
    locks = one.fieldmdp
    has_strips = locks is not None and any(field.startswith(STRADDLE) for field in locks.fields or ())
    spans_all = has_strips or name in (CERTIFICATION, CLOSING)
    policy = EVERY_LATER_REVISION if spans_all else NEXT_REVISION
    status = await async_validate_pdf_signature(one, trust, trust, diff_policy=policy)
    say(status.intact and status.valid and status.trusted, f"{name}: {one.signer_cert.subject.human_friendly}")
    say(bool(status.docmdp_ok and status.seed_value_ok), f"{name}: only what was foreseen came after it 其后无违规改动")


def check(bundle: bytes, roots: list[x509.Certificate] | None, say: Say) -> None:
    """Check everything; whatever cannot even be read counts as not holding."""
    with ZipFile(io.BytesIO(bundle)) as found:
        names = found.namelist()
        files = {name: found.read(name) for name in names}
    check_files(files, names, say)
    if roots is None:
        roots = [x509.Certificate.load(der) for _type, _headers, der in _pem(files["trust/roots.pem"])]
        for root in roots:
            print(f"     authority in the bundle, compare it 请核对证书机构: {root.sha256.hex()}")
    facts = check_text(files, say)
    check_chain(files, facts, say)
    asyncio.run(check_manifest(files, roots, say))
    if facts["earlier"]:
        check_registration(files, facts, say)
        return
    check_approvals(files, facts, say)
    asyncio.run(check_seals(files, facts, roots, say))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("bundle")
    parser.add_argument("--root", help="the authority's certificate, from a source of your own")
    given = parser.parse_args()
    failed = []

    def say(holds: bool, what: str) -> None:
        print(f"{'ok  ' if holds else 'FAIL'} {what}")
        if not holds:
            failed.append(what)

    try:
        with open(given.bundle, "rb") as file:
            bundle = file.read()
        roots = None
        if given.root:
            with open(given.root, "rb") as file:
                roots = [x509.Certificate.load(der) for _type, _headers, der in pem.unarmor(file.read(), multiple=True)]
        check(bundle, roots, say)
    except (BadZipFile, KeyError, ValueError, TypeError, OSError) as error:
        say(False, f"the bundle cannot be read 无法读取: {type(error).__name__}: {error}")
    except Exception as error:  # a forged signature can make a parser fail in any way
        say(False, f"a signature cannot be read 签名无法读取: {type(error).__name__}: {error}")
    print("The bundle holds. 证据包校验通过。" if not failed else "THE BUNDLE DOES NOT HOLD. 证据包校验不通过。")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
