"""Every page around joint documents, with something on it, and somebody who may open it."""

from collections.abc import Iterator

from django.utils import timezone
from django_tenants.utils import tenant_context

from collaboration.archive import workflow as archive
from collaboration.archive.models import Item, Retention
from collaboration.document_templates.models import Template
from collaboration.documents.crossing import subject_of
from collaboration.documents.models import Disposition, JointDocument, Kind, Opinion, Status
from collaboration.documents.originals import keep_originals
from collaboration.documents.workflow import abstaining, deciding, drafting, normative, publishing
from collaboration.levels import workflow as levels
from collaboration.publication.models import PublishedDocument
from tenants.identity.actor import Actor
from tenants.identity.roles import Role
from tests.factories import dispatched
from tests.factories.approvals import give_chain
from tests.factories.clearances import clear
from tests.factories.consultations import consulting_on, send_in
from tests.factories.documents import TITLE, make_document, paragraphs, sign
from tests.factories.opinions import CHANGE, make_answered
from tests.factories.people import make_actor
from tests.factories.sealed import sealed_at_once
from tests.ownership import as_system

Pages = Iterator[tuple[Actor, list[str]]]
RIVAL = {**CHANGE, "proposed_text": "每半年"}
REVIEWS = ("publish/disclosure", "publish/secrecy", "publish/risk", "publish/public-version")


def pages_of(document: JointDocument, *names: str) -> list[str]:
    """The page of a document, and those below it."""
    top = f"/documents/{document.public_id}/"
    return [top, *(f"{top}{name}/" for name in names)]


def pages(author: Actor, other: Actor) -> Pages:
    """All of them; the author's unit drafts."""
    yield from before_signing(author, other)
    yield from signing(author, other)
    yield from publishing_and_after(author, other)
    yield from kept_and_sent(author, other)
    with author.acting():
        template = Template.objects.visible_to(author).first()
    yield author, ["/templates/", "/templates/new/", *([template.get_absolute_url()] if template else [])]
    yield author, ["/numbers/", "/numbers/reserve/", "/numbers/import/"]
    keeper = make_actor(author.unit.code, Role.SEAL_KEEPER)
    yield keeper, ["/seal/", "/seal/picture/", "/seal/certificates/", "/seal/authorisations/"]
    yield make_actor("office", Role.UNIT_ADMINISTRATOR), ["/documents/rules/"]
    yield from inside(author, other)
    yield from across_levels(author)


def before_signing(author: Actor, other: Actor) -> Pages:
    """Writing, asking the public, the table with rival wordings and a declined opinion."""
    draft = make_document(Status.DRAFT, author, other)
    consultation = consulting_on(author, draft)
    send_in(consultation)
    with author.acting():
        normative.set_normative(author, draft, is_normative=True)
    names = ("write", "proofread", "normative", "findings", "versions/1/layout", "versions/1/file")
    yield author, [*pages_of(draft, *names), consultation.get_absolute_url()]
    third = make_actor("310000")
    said = {other: [CHANGE, {"text": "样例：宜写明联系人。"}], third: [RIVAL]}
    answered, noted = make_answered(author, said)
    with author.acting():
        deciding.decide(author, answered, noted[1], outcome=Disposition.Outcome.DECLINED, reason="样例理由。")
        lost = Opinion.objects.get(pk=noted[0].pk).public_id
    yield author, pages_of(answered, "decisions", "table", f"decisions/{lost}/place")
    yield other, pages_of(answered, "reply")


def inside(author: Actor, other: Actor) -> Pages:
    """The house, once a chain precedes its answers."""
    administrator = give_chain(other.unit.code, "answer")
    yield administrator, ["/house/chains/", "/house/chains/document/answer/"]
    asked = make_document(Status.SOLICITING, author, other)
    yield other, [f"/house/{asked.public_id}/", f"/documents/{asked.public_id}/decline/"]


def across_levels(author: Actor) -> Pages:
    """A unit of another level, and what its superior is asked to decide."""
    guest, superior = make_actor("330000"), make_actor("320000", Role.APPROVER)
    with author.acting():
        document = drafting.create_document(
            author, kind=Kind.AGREEMENT, title=TITLE, blocks=paragraphs(), units=[guest.unit]
        )
    yield author, pages_of(document, "units", f"units/{guest.unit.code}/level")
    with author.acting():
        asked = levels.ask(author, subject_of(document, "样例用途。"), guest.unit)
    for reader in (author, superior):
        yield reader, [asked.get_absolute_url()]


def signing(author: Actor, other: Actor) -> Pages:
    """The order, the sheet on paper, abstaining, taking back."""
    office = make_actor("office", Role.UNIT_ADMINISTRATOR)
    with office.acting():
        abstaining.allow_abstaining(office, allowed=True)
    yield author, pages_of(make_document(Status.FINAL, author, other), "countersigning")
    asked = make_document(Status.COUNTERSIGNING, author, other, make_actor("310000"))
    sign(author, asked)
    yield author, pages_of(asked, "withdraw-signature", "recall")
    yield other, pages_of(asked, "sheet", "sheet/blank", "abstain")


def publishing_and_after(author: Actor, other: Actor) -> Pages:
    """Reviews, the public version, the units' agreement; validity and take-down."""
    sealed, planned, published = (sealed_at_once(author, other) for _each in range(3))
    yield author, pages_of(sealed, *REVIEWS, "publish", "issue", "evidence")
    clear(author, planned)
    clear(author, published)
    with author.acting():
        publishing.plan(author, planned, publish_at=None, asks_units=True)
        publishing.publish_document(author, published)
        shown = PublishedDocument.objects.get(pk=published.public_id)
    yield other, pages_of(planned, "publish/agree")
    names = ("validity", "validity/note", "validity/consolidate", "validity/interpret", "validity/correct")
    yield author, [*pages_of(published, *names), f"/published/{shown.pk}/take-down/"]
    yield make_actor("office", Role.HANDLER), ["/published/"]


def kept_and_sent(author: Actor, other: Actor) -> Pages:
    """The archive, what was issued, what was filed with a lead unit."""
    document, lead, recipient = dispatched.make_sealed(author, other), make_actor("330000"), make_actor("320102")
    sent = dispatched.issue(author, document, recipient.unit.code, paper=["样例协会"])
    filed = dispatched.file_it(document)
    with as_system():
        keep_originals(document)
    with author.acting(), tenant_context(author.unit.tenant):
        item = Item.objects.get(about=document.public_id)
        archive.set_fonds(author, number="0123", name="样例全宗")
        archive.archive(
            author, item, year=timezone.localdate().year, retention=Retention.PERMANENT, department="样例处"
        )
        below = item.get_absolute_url()
    yield author, ["/archive/", "/archive/?tab=archived", "/archive/fonds/", below, f"{below}lend/"]
    yield author, [sent.get_absolute_url(), f"/dispatch/{sent.public_id}/paper/"]
    yield recipient, [sent.get_absolute_url(), "/incoming/"]
    yield lead, ["/dispatch/filed/", filed.get_absolute_url()]
