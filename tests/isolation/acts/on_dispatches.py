"""What is done with a finished document: issued, filed, acknowledged, queried, delivered on paper, archived."""

from datetime import timedelta

from django.utils import timezone
from django_tenants.utils import tenant_context

from collaboration.archive import workflow as archiving
from collaboration.archive.models import Item
from collaboration.dispatch.models import Dispatch
from collaboration.dispatch.workflow import ask
from collaboration.documents.originals import keep_originals
from tenants.identity.actor import Actor
from tests.factories import dispatched
from tests.isolation.acts.cast import CITY, ITS_UNIT, OTHER_CITY, OTHER_PROVINCE, SENT, UNIT, Cast
from tests.isolation.acts.trying import Attempt
from tests.ownership import as_system


def _of(dispatch: Dispatch, page: str, name: str, data: object = None) -> Attempt:
    return Attempt(f"dispatch:{name}", f"/dispatch/{dispatch.public_id}/{page}", data or {}, sides=SENT)


def issued(cast: Cast) -> list[Attempt]:
    """One document is sealed and filed with the lead units; another one was issued to a province and on paper."""
    author, guest = cast.worker(CITY), cast.worker(OTHER_CITY)
    document = dispatched.make_sealed(author, guest)
    filed, queried = (dispatched.file_it(one) for one in (document, dispatched.make_sealed(author, guest)))
    asked = _asked(cast.worker(OTHER_PROVINCE), queried)
    paper = dispatched.issue(author, dispatched.make_sealed(author, guest), OTHER_PROVINCE, paper=["样例机关"])
    outside = _outside(author, paper)
    chosen = {"send": "1", "main": [OTHER_PROVINCE], "paper_copy": "样例机关", "days": "3"}
    return [
        Attempt("documents:issue", f"/documents/{document.public_id}/issue/", chosen),
        Attempt("documents:evidence", f"/documents/{document.public_id}/evidence/"),
        _of(filed, "acknowledge/", "acknowledge"),
        _of(filed, "query/", "query", {"text": "样例询问。"}),
        _of(queried, f"query/{asked}/", "answer", {"text": "样例答复。"}),
        _of(paper, "keep/", "keep"),
        _of(paper, f"delivery/{outside}/", "deliver", {"delivered_on": paper.issued_on.isoformat()}),
    ]


def _asked(lead: Actor, dispatch: Dispatch) -> int:
    with lead.acting():
        return ask(lead, dispatch, text="样例询问。").pk


def _outside(author: Actor, dispatch: Dispatch) -> int:
    with author.acting():
        return dispatch.addressees.on_paper().get().pk


def archived(cast: Cast) -> list[Attempt]:
    """One original waits to be archived, one is archived, one is lent."""
    author, guest = cast.worker(CITY), cast.worker(OTHER_CITY)
    documents = [dispatched.make_sealed(author, guest) for _number in range(3)]
    with as_system():
        for document in documents:
            keep_originals(document)
    until = timezone.localdate() + timedelta(days=3)
    borrowed = {"borrower": "样例借阅人", "purpose": "样例事由", "until": until.isoformat()}
    with author.acting(), tenant_context(author.unit.tenant):
        waits, done, lent = (Item.objects.get(about=document.public_id) for document in documents)
        archiving.set_fonds(author, number="0123", name="样例全宗")
        archiving.archive(author, done, year=2026, retention="Y", department="样例科")
        archiving.lend(author, lent, **{**borrowed, "until": until})
    numbered = {"year": "2026", "retention": "D10", "department": "样例科"}
    return [
        Attempt("archive:fonds", "/archive/fonds/", {"number": "0999", "name": "另一样例全宗"}, sides=ITS_UNIT),
        Attempt("archive:export", "/archive/export/", sides=ITS_UNIT),
        Attempt("archive:list", "/archive/", {"item": [str(done.public_id)], "receiver": "样例馆"}, sides=UNIT),
        Attempt("archive:item", f"/archive/{waits.public_id}/", numbered, sides=UNIT),
        Attempt("archive:lend", f"/archive/{done.public_id}/lend/", borrowed, sides=UNIT),
        Attempt("archive:take_back", f"/archive/{lent.public_id}/return/", sides=UNIT),
    ]
