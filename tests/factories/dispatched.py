"""Documents whose file is closed without a real sealer, and what is sent of them."""

from collections.abc import Sequence
from io import BytesIO

from pyhanko.pdf_utils.generic import StreamObject
from pyhanko.pdf_utils.writer import PageObject, PdfFileWriter

from collaboration.deadlines.clock import Term
from collaboration.deadlines.models import CountedIn
from collaboration.dispatch.models import Addressee, Dispatch
from collaboration.dispatch.workflow import To
from collaboration.documents import printing
from collaboration.documents.models import JointDocument, Status
from collaboration.documents.workflow import issuing
from collaboration.matters.models import Matter
from collaboration.sealing.check_codes import new_check_code
from collaboration.sealing.models import SealedFile
from tenants.files import store
from tenants.identity.actor import Actor
from tenants.units.models import Unit
from tests.factories import documents as make
from tests.ownership import as_owner, as_system

TERM = Term(CountedIn.WORKING_DAYS, 3)


def plain_pdf() -> bytes:
    """A PDF file of one empty page that nobody signed."""
    writer, out = PdfFileWriter(), BytesIO()
    page = writer.add_object(StreamObject(stream_data=b""))
    writer.insert_page(PageObject(contents=page, media_box=(0, 0, 595, 842)))
    writer.write(out)
    return out.getvalue()


def close_file(document: JointDocument) -> None:
    """What the sealer would have left."""
    data = plain_pdf()
    with as_owner():
        content_hash = printing.signed_attempt(document).version.content_hash
        SealedFile.objects.filter(matter=document.pk).delete()
        SealedFile.objects.create(
            matter_id=document.pk, state=SealedFile.State.CLOSED, content_hash=content_hash, sha256=store.put(data),
            size=len(data), check_code=new_check_code(), issuers=[],
        )  # fmt: skip
        Matter.objects.filter(pk=document.pk).update(state=Status.SEALED)


def make_sealed(author: Actor, *others: Actor, **fields: str) -> JointDocument:
    """A sealed document of these units."""
    document = make.make_document(Status.SIGNED, author, *others, **fields)
    close_file(document)
    return make.again(author, document)


def issue(
    author: Actor, document: JointDocument, *codes: str, copies: Sequence[str] = (), paper: Sequence[str] = ()
) -> Dispatch:
    """Sent to these units, to others as a copy, and to names on paper."""
    units = {unit.code: unit for unit in Unit.objects.filter(code__in=[*codes, *copies])}
    addressees = [To(Addressee.Role.MAIN, units[code]) for code in codes]
    addressees += [To(Addressee.Role.COPY, units[code]) for code in copies]
    addressees += [To(Addressee.Role.COPY, None, name) for name in paper]
    with author.acting():
        return issuing.issue(author, document, addressees, term=TERM)


def file_it(document: JointDocument) -> Dispatch:
    """Filed by the portal, as its job does it."""
    with as_system():
        issuing.file_document(document)
        return Dispatch.objects.select_related("matter").get(about=document.public_id, purpose=Dispatch.Purpose.FILING)
