"""The evidence bundle is checked by its own program, in a process of its own: a good one holds, altered ones do not."""

import hashlib
import io
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from collaboration.documents.evidence import bundle, contents, standalone
from collaboration.documents.models import Answer, Evidence, JointDocument, Opinion, Status
from collaboration.documents.workflow import countersigning, deciding, evidence, opinions, rounds
from collaboration.sealing.authority import Authority
from tenants.identity.actor import Actor
from tests.factories import documents as make
from tests.factories.desk import at_desk
from tests.factories.dispatched import make_sealed
from tests.factories.people import make_actor
from tests.factories.sealed import seal
from tests.ownership import as_owner
from tests.workers import work

Files = dict[str, bytes]
OPINION = "建议写明互通的方式。"


def signed_with_opinion(author: Actor, guest: Actor, *by_hand: Actor) -> JointDocument:
    """A document signed by all, some of them on paper, with an opinion that was taken up on the way."""
    document = make.make_document(Status.SOLICITING, author, guest, *by_hand)
    make.agree(by_hand, document)
    with guest.acting():
        opinions.note_opinion(guest, make.again(guest, document), text=OPINION)
        opinions.answer(guest, document, outcome=Answer.Outcome.OPINIONS)
    with author.acting():
        opinion = Opinion.objects.get(round__document=document)
        deciding.decide(author, document, opinion, outcome="adopted", reason="")
        rounds.fix_text(author, document, version=1)
        countersigning.start_countersigning(author, document)
    for signer in (author, guest):
        make.sign(signer, document)
    for unit in by_hand:
        make.sign_on_paper(unit, document)
    return make.again(author, document)


def asked(actor: Actor, document: JointDocument, database: str) -> Files:
    """The files of the signed bundle that this unit asked for."""
    with actor.acting():
        evidence.ask_for_evidence(actor, document)
    work("sealer", database)
    with actor.acting():
        return bundle.unpack(evidence.packed(Evidence.objects.get()))


def checked(folder: Path, packed: bytes, *arguments: str) -> tuple[int, str]:
    """What the program out of the bundle says of a bundle, alone with Python and pyHanko."""
    (folder / "check.py").write_bytes(standalone.program())
    (folder / "bundle.zip").write_bytes(packed)
    command = [sys.executable, "-I", "check.py", "bundle.zip", *arguments]
    done = subprocess.run(command, cwd=folder, env={"PATH": ""}, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


def rewritten(files: Files, change: Callable[[Files], None]) -> Files:
    """Altered by somebody who also brings the manifest in order."""
    altered = dict(files)
    change(altered)
    manifest = json.loads(altered[bundle.MANIFEST])
    for name in manifest["files"]:
        data = altered.get(name, b"")
        manifest["files"][name] = {"sha256": hashlib.sha256(data).hexdigest(), "size": len(data)}
    return altered | {bundle.MANIFEST: json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True).encode()}


def _in_record(change: Callable[[list[dict]], None]) -> Callable[[Files], None]:
    def alter(files: Files) -> None:
        chain = json.loads(files["record.json"])
        change(chain)
        files["record.json"] = json.dumps(chain).encode()

    return alter


def _in_json(name: str, change: Callable[[dict], None]) -> Callable[[Files], None]:
    def alter(files: Files) -> None:
        said = json.loads(files[name])
        change(said)
        files[name] = json.dumps(said).encode()

    return alter


def _swap(files: Files, name: str, old: bytes, new: bytes) -> None:
    assert old in files[name]
    files[name] = files[name].replace(old, new)


def _flip(files: Files, name: str, place: int) -> None:
    data = bytearray(files[name])
    data[place] ^= 1
    files[name] = bytes(data)


def drawn_over(pdf: bytes) -> bytes:
    """A box drawn over page one in a further revision: every signature stays whole."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    writer.add_stream_to_page(
        0, writer.add_object(generic.StreamObject(stream_data=b"q 1 0 0 rg 90 600 300 40 re f Q"))
    )
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


ALTERED: dict[str, Callable[[Files], Files]] = {
    "a word of the text": lambda files: (
        files | {"text.json": files["text.json"].replace("季度".encode(), "年度".encode())}
    ),
    "an opinion, with the manifest made anew": lambda files: rewritten(
        files, lambda found: _swap(found, "opinions.json", OPINION.encode(), "无意见。".encode())
    ),
    "the sealed file cut short": lambda files: files | {"document.pdf": files["document.pdf"][:-20]},
    "a byte of the sealed file, with the manifest made anew": lambda files: rewritten(
        files, lambda found: _flip(found, "document.pdf", 900)
    ),
    "something appended to the sealed file, digests made anew": lambda files: rewritten(
        files, lambda found: found.update({"document.pdf": found["document.pdf"] + b"\n% more"})
    ),
    "an act taken out of the record": lambda files: rewritten(files, _in_record(lambda chain: chain.pop(2))),
    "another person in the record": lambda files: rewritten(
        files, _in_record(lambda chain: chain[3].update(user_id=4711))
    ),
    "a countersignature taken away": lambda files: rewritten(
        files, _in_json("approvals.json", lambda said: said["countersignatures"].pop())
    ),
    "a proof that is of another act": lambda files: rewritten(
        files,
        _in_json(
            "approvals.json",
            lambda said: said["seal_releases"][0].update(proof=said["countersignatures"][0]["proof"]),
        ),
    ),
    "a proof with other words": lambda files: rewritten(
        files, lambda found: _swap(found, "approvals.json", b"document.release_seal", b"document.release_deal")
    ),
    "a proof by a key that is not the portal's": lambda files: rewritten(
        files, _in_json("facts.json", lambda said: said.update(attestation_keys=[]))
    ),
    "another scan": lambda files: rewritten(files, lambda found: _flip(found, "scans/330000.pdf", 20)),
    "a unit that sealed said to have signed on paper": lambda files: rewritten(
        files, _in_json("facts.json", lambda said: said["on_paper"].append("340100"))
    ),
    "a file added": lambda files: files | {"opinions-2.json": b"[]"},
    "a file taken away": lambda files: {name: data for name, data in files.items() if name != "opinions.json"},
    "another unit's certificate": lambda files: rewritten(
        files, lambda found: found.update({"certificates/340100.pem": found["certificates/320100.pem"]})
    ),
    "a byte of the portal's signature": lambda files: rewritten(files, lambda found: _flip(found, "manifest.p7s", -9)),
}


def test_a_good_bundle_holds_and_every_altered_one_is_found(own_database: str, tmp_path: Path) -> None:
    author, guest, by_hand = make_actor("320100"), make_actor("340100"), make_actor("330000")
    signed = signed_with_opinion(author, guest, by_hand)
    with as_owner():
        JointDocument.objects.filter(pk=signed.pk).update(has_straddle_seal=True)
    document = seal((author, guest), make.again(author, signed), own_database)
    files = asked(guest, document, own_database)
    root = tmp_path / "root.pem"
    root.write_bytes(files[bundle.ROOTS])

    status, said = checked(tmp_path, bundle.pack(files), "--root", str(root))
    assert (status, [line for line in said.splitlines() if line.startswith("FAIL")]) == (0, []), said
    assert "330000: on paper; only eyes can judge the scan" in said
    altered = rewritten(files, lambda found: found.update({"document.pdf": drawn_over(found["document.pdf"])}))
    status, said = checked(tmp_path, bundle.pack(altered))
    assert (status, "FAIL Closing: only what was foreseen came after it" in said) == (1, True), said
    assert checked(tmp_path, bundle.pack(files))[0] == 0

    found = {name: checked(tmp_path, bundle.pack(alter(files)))[0] for name, alter in ALTERED.items()}
    assert found == dict.fromkeys(ALTERED, 1)

    elsewhere = Authority(tmp_path / "authority")
    from cryptography.hazmat.primitives.serialization import Encoding

    root.write_bytes(elsewhere.root.certificate.public_bytes(Encoding.PEM))
    assert checked(tmp_path, bundle.pack(files), "--root", str(root))[0] == 1


def test_the_same_state_gives_the_same_bundle(own_database: str) -> None:
    author, guest = make_actor("320100"), make_actor("340100")
    document = seal((author, guest), signed_with_opinion(author, guest), own_database)
    asked(guest, document, own_database)

    with guest.acting():
        first = Evidence.objects.get()
        assert evidence.ask_for_evidence(guest, document) == first
        assert evidence.packed(first) == evidence.packed(Evidence.objects.get())
        answer = at_desk(guest).get(f"/documents/{document.public_id}/evidence/{first.file_sha256}/")
        assert (answer.status_code, answer.content) == (200, evidence.packed(first))
    assert at_desk(author).get(f"/documents/{document.public_id}/evidence/{first.file_sha256}/").status_code == 404
    chain = json.loads(bundle.unpack(answer.content)["record.json"])
    assert chain[-1]["act"] not in contents.ACTS


@pytest.mark.django_db
def test_only_units_that_signed_may_ask() -> None:
    author, guest, stranger = make_actor("320100"), make_actor("340100"), make_actor("330000")
    document = make_sealed(author, guest)

    assert at_desk(stranger).get(f"/documents/{document.public_id}/evidence/").status_code == 404
    assert at_desk(guest).get(f"/documents/{document.public_id}/evidence/").status_code == 200
