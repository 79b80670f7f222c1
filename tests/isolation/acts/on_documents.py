"""Every act on a joint document, each in a state in which it is time for it."""

import re
from dataclasses import replace

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from collaboration.consultation import workflow as consultation
from collaboration.documents.drafting.changes import Change
from collaboration.documents.models import (
    Answer,
    Counterpart,
    CountersigningPolicy,
    JointDocument,
    Kind,
    Status,
)
from collaboration.documents.text.manuscript import Manuscript
from collaboration.documents.workflow import (
    countersigning,
    deciding,
    drafting,
    finishing,
    opinions,
    paper,
    uploading,
)
from collaboration.documents.workflow.working import draft_of
from tenants.identity.actor import Actor
from tenants.units.models import Unit
from tests.factories import documents as make
from tests.factories import registrations
from tests.factories.consultations import consulting_on, send_in
from tests.factories.people import make_actor
from tests.factories.sealed import register_seals
from tests.isolation.acts.cast import ALONE, CITY, MATTER, OTHER_CITY, OTHER_PROVINCE, UNIT, Cast
from tests.isolation.acts.trying import CONFIRMED, Attempt
from tests.ownership import as_owner

THIRD = "340000"
TERM = {"counted_in": "working_days", "amount": "5", "begins": "receipt"}
ONE = re.compile("^/documents/[0-9a-f-]{36}/")
REASON = {"reason": "样例理由。"}


def _parties(cast: Cast) -> tuple[Actor, Actor]:
    return cast.worker(CITY), cast.worker(OTHER_CITY)


def _of(document: JointDocument, page: str, name: str, data: object = None, **more: object) -> Attempt:
    return Attempt(f"documents:{name}", f"/documents/{document.public_id}/{page}", data or {}, **more)


def draft(cast: Cast) -> list[Attempt]:
    """A draft of the drafting unit that has two spaces too many, and a text handed in."""
    author, guest = _parties(cast)
    document = make.make_draft(author, guest)
    with author.acting():
        blocks = make.paragraphs("各方约定，，每季度互通一次样例情况。", "一、样例事项")
        drafting.save_version(author, document, revision=0, title=make.TITLE, blocks=blocks)
        upload = uploading.begin_empty(author, kind=Kind.AGREEMENT, title=make.TITLE)
    edited = {
        "do": "save", "revision": "1", "version": "2", "title": "另一样例协议", "start": "0", "count": "0",
        "id": "", "kind": "p", "text": "新的一段。",
    }  # fmt: skip
    begun = {"do": "save", "title": make.TITLE, "start": "0", "count": "0", "id": "", "kind": "p", "text": "一段。"}
    corrected = {"revision": "1", "finding": _findings(cast, author, document)}
    written = make.make_draft(author, guest)
    with author.acting():
        text = draft_of(written)
        change = {"order": [line["id"] for line in text.blocks], "changed": [], "was": [], "metadata_was": {}}
        drafting.save_draft(
            author, written, Change.read({**change, "revision": 0, "metadata": {"recipients": "各单位"}})
        )
    saved = {**change, "revision": 1, "metadata": {"topic": "样例主题"}}
    return [
        _of(written, "write/save/", "save_draft", saved, is_json=True),
        _of(written, "write/", "write", {"revision": "1"}),
        _of(document, "edit/", "edit", edited),
        _of(document, "proofread/", "proofread", corrected),
        _of(document, "units/", "units", {"unit": OTHER_PROVINCE}),
        _of(document, f"units/{OTHER_CITY}/withdraw/", "withdraw_unit"),
        _of(document, "round/", "open_round", {**TERM, "version": "2"}),
        _of(document, "cancel/", "cancel", REASON),
        Attempt("documents:start", "/documents/new/", {"kind": Kind.AGREEMENT, "write": "1"}, sides=ALONE),
        Attempt("documents:upload", f"/documents/uploads/{upload.pk}/", begun, sides=UNIT),
    ]


def _findings(cast: Cast, author: Actor, document: JointDocument) -> list[str]:
    page = cast.browser(author).get(f"/documents/{document.public_id}/proofread/")
    return [row.finding.key for row in page.context["rows"] if row.finding.correction is not None]


def asked(cast: Cast) -> list[Attempt]:
    """Opinions are asked, one is noted and not handed in; a third unit ended meanwhile."""
    author, guest = _parties(cast)
    document = make.make_document(Status.SOLICITING, author, guest, make_actor(THIRD))
    with guest.acting():
        opinion = opinions.note_opinion(guest, make.again(guest, document), text="样例意见。")
    with as_owner():
        Unit.objects.filter(code=THIRD).update(closed_on=timezone.localdate())
    return [
        _of(document, "round/close/", "close_round", {"early": "on"}),
        _of(document, f"units/{THIRD}/leave-out/", "leave_out_unit"),
        _of(document, "opinions/", "give_opinions", {"text": "另一样例意见。"}),
        _of(document, f"opinions/{opinion.public_id}/drop/", "drop_opinion"),
        _of(document, "answer/", "answer", {"outcome": Answer.Outcome.OPINIONS}),
        _of(document, "decline/", "decline", REASON),
        *_with_a_file(document),
    ]


def _with_a_file(document: JointDocument) -> list[Attempt]:
    """What people do with a file of their own beside the first version."""

    def held(actor: Actor, page: str) -> str:
        said = Manuscript(title="另一样例协议", blocks=tuple(make.paragraphs())).to_json()
        with as_owner():
            file = Counterpart.objects.create(
                document=document, version=document.versions.get(), unit=actor.unit, user=actor.user, name="样例.txt",
                state=Counterpart.State.READ, content=b"", result=said,
            )  # fmt: skip
        return f"/documents/{document.public_id}/files/{file.pk}/{page}"

    taken = {"revision": "0", "change": ["title"]}
    return [
        _of(document, "versions/1/file/", "hold", lambda _actor: {"file": SimpleUploadedFile("样例.txt", b"1")}),
        Attempt("documents:take_over", data=taken, before=lambda actor: held(actor, "take/")),
        Attempt("documents:forget", before=lambda actor: held(actor, "forget/")),
    ]


def answered(cast: Cast) -> list[Attempt]:
    """Opinions were handed in and wait for a decision; one was not adopted and waits for a reply."""
    author, guest = _parties(cast)
    document = make.make_document(Status.SOLICITING, author, guest)
    with guest.acting():
        current = make.again(guest, document)
        block = current.rounds.get().version.blocks[0]
        opinion = opinions.note_opinion(guest, current, text="样例意见。")
        wording = opinions.note_opinion(guest, current, block_id=block["id"], proposed_text="另一样例措辞。")
        declined = opinions.note_opinion(guest, current, text="另一样例意见。")
        opinions.answer(guest, document, outcome=Answer.Outcome.OPINIONS)
    with author.acting():
        deciding.decide(author, make.again(author, document), declined, outcome="declined", reason="样例理由。")
    decision = {f"{opinion.pk}-outcome": "adopted"}
    reply = {f"{declined.public_id}-stance": "confirmed"}
    return [
        _of(document, f"decisions/{opinion.public_id}/", "decide", decision),
        _of(document, f"decisions/{wording.public_id}/place/", "place_opinion", {"block_id": block["id"]}),
        _of(document, f"decisions/{wording.public_id}/adopt/", "adopt_opinion"),
        _of(document, f"reply/{declined.public_id}/", "reply_to", reply),
    ]


def consulted(cast: Cast) -> list[Attempt]:
    """The public is asked on one text and has been on another, where one opinion is left open."""
    author, guest = _parties(cast)
    asked, over = (consulting_on(author, make.make_draft(author, guest)) for _number in range(2))
    first, second = (send_in(one) for one in (asked, over))
    with author.acting():
        consultation.handle(author, second, outcome="noted")
        consultation.close(author, over)
    words = {f"{first.pk}-outcome": "noted"}
    page = f"/consultations/{asked.pk}/"
    free = make.make_draft(author, guest)
    given = {"explanation": "样例说明。", "closes_on": make.in_a_week(), "revision": "0"}
    return [
        Attempt("consultation:handle", f"{page}comments/{first.pk}/", words),
        Attempt("consultation:contact", f"{page}comments/{first.pk}/contact/"),
        Attempt("consultation:close", f"{page}close/"),
        Attempt("consultation:report", f"/consultations/{over.pk}/outcome/", {"summary": "样例结果。"}),
        _of(free, "consult/", "consult", given),
    ]


def agreed(cast: Cast) -> list[Attempt]:
    """Nobody has an opinion on one text; another one is final."""
    author, guest = _parties(cast)
    document = make.make_document(Status.SOLICITING, author, guest)
    make.agree([guest], document)
    final = make.make_document(Status.FINAL, author, guest)
    return [
        _of(document, "fix/", "fix", {"version": "1"}),
        _of(final, "reopen/", "reopen"),
        _of(final, "countersigning/", "start_countersigning", TERM),
    ]


def countersigned(cast: Cast) -> list[Attempt]:
    """One text waits for signatures, another has them all."""
    author, guest = _parties(cast)
    document = make.make_document(Status.COUNTERSIGNING, author, guest)
    signed = make.make_document(Status.SIGNED, author, guest)
    with author.acting():
        content_hash = countersigning.open_attempt(document).version.content_hash
    register_seals(CITY, OTHER_CITY)
    return [
        _of(document, "countersign/", "countersign", CONFIRMED, reads=True),
        _of(document, "return/", "return", {"content_hash": content_hash, **REASON}),
        _of(signed, "seal/", "send_to_sealing", {"code_word": "样城管"}),
    ]


def signing(cast: Cast) -> list[Attempt]:
    """Where units may abstain: one text waits for words, with sheets brought in; of another two units have signed."""
    author, guest, third = *_parties(cast), make_actor(THIRD)
    with as_owner():
        CountersigningPolicy.objects.update_or_create(pk=1, defaults={"abstaining_allowed": True})
    document, half, sheeted = (make.make_document(Status.COUNTERSIGNING, author, guest, third) for _number in range(3))
    for actor in (author, guest):
        make.sign(actor, half)
        with actor.acting():
            paper.bring_sheet(actor, sheeted, scan=make.SCAN)
    return [
        _of(document, "abstain/", "abstain", {**CONFIRMED, **REASON}, reads=True),
        _of(document, "recall/", "recall", {"attempt": "1", "given": "0", **REASON}),
        _of(document, "sheet/", "sheet", lambda _actor: {"scan": SimpleUploadedFile("sheet.pdf", make.SCAN)}),
        _of(sheeted, "sheet/confirm/", "confirm_sheet", CONFIRMED, reads=True),
        _of(half, "withdraw-signature/", "withdraw_signature", REASON),
        Attempt("documents:policy", "/documents/rules/", {}, sides=UNIT),
    ]


def registered(cast: Cast) -> list[Attempt]:
    """One earlier document waits for the registering unit's signatory, another for the word of the other unit."""
    author, guest = _parties(cast)
    entered, confirmed = registrations.enter(author, guest), registrations.make_registered(author, guest)
    said = {
        "title": make.TITLE, "kind": "agreement", "units": f"{author.unit.name}\n{guest.unit.name}",
        "dated_on": "2021-06-23", "in_force_from": "2021-06-23", "validity": "in_force",
    }  # fmt: skip

    def new(actor: Actor) -> dict[str, object]:
        return {**said, "units": actor.unit.name, "scan": SimpleUploadedFile("scan.pdf", make.SCAN)}

    return [
        Attempt("documents:register", "/documents/register/", new, sides=ALONE),
        _of(entered, "registration/", "change_registration", said),
        _of(entered, "registration/confirm/", "confirm_registration", CONFIRMED, reads=True),
        _of(confirmed, "registration/agree/", "agree_registration", CONFIRMED, reads=True),
        _of(confirmed, "registration/object/", "object_to_registration", REASON),
    ]


def sealing(cast: Cast) -> list[Attempt]:
    """The text waits for its seals."""
    author, guest = _parties(cast)
    register_seals(CITY, OTHER_CITY)
    document = make.make_document(Status.SIGNED, author, guest)
    with author.acting():
        finishing.send_to_sealing(author, document)
    return [
        _of(document, "release/", "release_seal", CONFIRMED, reads=True),
        _of(document, "resume/", "resume_sealing"),
    ]


def in_state(cast: Cast, status: Status) -> list[Attempt]:
    """Every act on a document, on one document in this state; most of them are out of time."""
    author, guest = _parties(cast)
    document = make.make_document(status, author, guest)
    tried = [attempt for scene in (draft, answered, agreed, countersigned, signing, sealing) for attempt in scene(cast)]
    pages = [attempt for attempt in tried if attempt.path.startswith("/documents/") and attempt.sides is MATTER]
    return [replace(one, path=ONE.sub(f"/documents/{document.public_id}/", one.path)) for one in pages]
