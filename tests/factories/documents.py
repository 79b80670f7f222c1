"""Joint documents, brought to a state through the real steps; words of our own."""

from collections.abc import Iterable
from datetime import date, timedelta
from uuid import uuid4

from django.utils import timezone

from collaboration.documents.models import Answer, JointDocument, Kind, Status
from collaboration.documents.text.blocks import Block, new_block_id
from collaboration.documents.workflow import countersigning, drafting, opinions, paper, rounds
from collaboration.documents.workflow.versions import latest
from collaboration.levels.models import Decision
from collaboration.levels.rules import decider
from collaboration.matters.models import Matter
from tenants.db.context import acting
from tenants.identity.actor import Actor
from tenants.identity.models import ActChallenge, Membership
from tenants.identity.reauthentication import Proof, attested
from tenants.units.models import Unit
from tests.ownership import as_owner

TITLE = "样例事项协作协议"
SENTENCES = ("为了试验流程，各方商定如下。", "一、样例事项", "各方约定每季度互通一次样例情况。", "本样例协议一式两份。")


def paragraphs(*texts: str) -> list[Block]:
    """Blocks with fresh ids; a text that opens with a Chinese number is a heading."""
    return [Block(new_block_id(), "h1" if text[1:2] == "、" else "p", text) for text in texts or SENTENCES]


def proof(subject: countersigning.Subject) -> Proof:
    """Stands in for the person at the keyboard; the portal attests it as it does any other."""
    actor = Actor(Membership.objects.get(pk=acting().membership_id))
    asked = ActChallenge(
        act=subject.act, object_id=subject.object_id, version=subject.version, content_hash=subject.content_hash,
        role=subject.role, nonce=uuid4(), expires_at=timezone.now(),
    )  # fmt: skip
    return attested(actor, asked, "test")


def make_draft(author: Actor, *others: Actor, title: str = TITLE, kind: str = Kind.AGREEMENT) -> JointDocument:
    """A draft meant for the units of the others."""
    with author.acting():
        document = drafting.create_document(
            author, kind=kind, title=title, blocks=paragraphs(), units=[other.unit for other in others]
        )
    approve_levels(document, *(other.unit for other in others))
    return document


def approve_levels(document: JointDocument, *units: Unit) -> None:
    """The superiors approved already, where it takes their word."""
    with as_owner():
        for unit in units:
            superior = decider(document.drafting_unit, unit)
            if superior:
                matter = Matter.objects.create(
                    kind="level_decision",
                    drafting_unit=document.drafting_unit,
                    state="approved",
                    closed_at=timezone.now(),
                )
                Decision.objects.create(
                    matter=matter, about=document.public_id, about_kind="document", subject="", unit=unit,
                    deciding_unit=superior, decided_at=timezone.now(),
                )  # fmt: skip


def in_a_week() -> date:
    return timezone.localdate() + timedelta(days=7)


def solicit(author: Actor, document: JointDocument) -> JointDocument:
    with author.acting():
        rounds.open_round(author, document, due_on=in_a_week())
    return again(author, document)


def agree(others: Iterable[Actor], document: JointDocument) -> None:
    """Every other unit answers that it has no opinion."""
    for other in others:
        with other.acting():
            opinions.answer(other, document, outcome=Answer.Outcome.NO_OPINION)


def again(actor: Actor, document: JointDocument) -> JointDocument:
    """The document as it is now."""
    with actor.acting():
        return JointDocument.objects.with_units().get(pk=document.pk)


def sign(actor: Actor, document: JointDocument) -> None:
    with actor.acting():
        content_hash = countersigning.open_attempt(document).version.content_hash
        countersigning.countersign(actor, document, content_hash=content_hash, prove=proof)


def make_document(status: Status, author: Actor, *others: Actor, **fields: str) -> JointDocument:
    """A document in one of the states up to ``signed``, or cancelled in countersigning."""
    from collaboration.documents.workflow import cancelling

    document = make_draft(author, *others, **fields)
    if status is Status.DRAFT:
        return document
    solicit(author, document)
    if status is Status.SOLICITING:
        return again(author, document)
    agree(others, document)
    with author.acting():
        rounds.fix_text(author, document, version=latest(document).number)
        if status is not Status.FINAL:
            countersigning.start_countersigning(author, document)
        if status is Status.CANCELLED:
            cancelling.cancel(author, document, reason="样例事项不再需要。")
    if status is Status.SIGNED:
        for signer in (author, *others):
            sign(signer, document)
    return again(author, document)


SCAN = b"%PDF-1.4\n1 0 obj<<>>endobj\nstartxref\n9\n%%EOF\n"


def sign_on_paper(actor: Actor, document: JointDocument, scan: bytes = SCAN) -> None:
    """The unit brings the scan of its sheet, and its signatory confirms it."""
    with actor.acting():
        sheet = paper.bring_sheet(actor, document, scan=scan)
        content_hash = sheet.countersigning.version.content_hash
        paper.sign_on_paper(actor, document, content_hash=content_hash, scan=sheet.scan_sha256, prove=proof)
