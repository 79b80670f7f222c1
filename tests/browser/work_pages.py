"""Every page about work that waits, its deadlines and who looks after them, and somebody who may open it."""

from collections.abc import Iterator

from django_tenants.utils import tenant_context

from collaboration.deadlines.models import Deadline
from collaboration.documents.models import Status
from collaboration.incoming import workflow as incoming
from collaboration.supervision import workflow as supervision
from collaboration.worklist.models import Waiting
from tenants.identity.actor import Actor
from tenants.identity.roles import Role
from tests.factories.documents import in_a_week, make_document
from tests.factories.people import make_actor

Pages = Iterator[tuple[Actor, list[str]]]


def pages(author: Actor, clerk: Actor) -> Pages:
    """All of them; the author's unit waits for the clerk's."""
    yield from incoming_and_worklist(author, clerk)
    yield from deadlines(author, clerk)


def incoming_and_worklist(author: Actor, clerk: Actor) -> Pages:
    """A matter received and proposed on, its step, a slip, handing over."""
    document = make_document(Status.COUNTERSIGNING, author, clerk)
    with clerk.acting(), tenant_context(clerk.unit.tenant):
        entry = incoming.register(clerk, incoming.receive(clerk, document.matter), urgency=2)
        incoming.propose(clerk, entry, text="拟请法规处办理。", handling="法规处", handler=clerk.user)
        step = Waiting.objects.open().get(matter=document.pk, unit=clerk.unit)
    slip = slip_on(document.public_id, clerk)
    own, received = f"/supervision/of/{document.public_id}/", f"/incoming/{document.public_id}/"
    yield clerk, ["/", "/?tab=sent", "/?group=matter", "/worklist/filters/", f"/worklist/steps/{step.pk}/"]
    yield clerk, ["/incoming/", received, f"{received}paper/", "/incoming/register/"]
    signer = make_actor(clerk.unit.code, Role.SIGNATORY)
    yield signer, ["/", "/worklist/hand-over/", "/members/standing-in/", "/palette/?q=yl"]
    yield (
        signer,
        [f"/documents/{document.public_id}/", "/supervision/?stage=open", "/supervision/?tab=slips", slip, own],
    )


def slip_on(matter: object, clerk: Actor) -> str:
    """The page of what the superior asked of the clerk's unit about a matter."""
    superior = make_actor(clerk.unit.parent.code, Role.SIGNATORY)
    with superior.acting():
        slip = supervision.issue(
            superior, about=matter, unit=clerk.unit, demand="限期办理样例事项。", due_on=in_a_week()
        )
    return f"/supervision/slips/{slip.public_id}/"


def deadlines(author: Actor, clerk: Actor) -> Pages:
    """A running deadline, agreed arrangements, duty and calendar, and what the superior looks after."""
    asked, draft = make_document(Status.SOLICITING, author, clerk), make_document(Status.DRAFT, author, clerk)
    final = make_document(Status.FINAL, author, clerk)
    slip_on(asked.public_id, clerk)
    with clerk.acting():
        deadline = Deadline.objects.get(waiting__matter=asked.pk)
    of, clock = f"/supervision/of/{asked.public_id}/", f"/deadlines/{deadline.public_id}/"
    yield author, [of, f"{of}{clerk.unit.code}/call/", clock, f"{clock}extend/", f"/documents/{asked.public_id}/"]
    yield author, [f"/documents/{draft.public_id}/round/", f"/documents/{final.public_id}/countersigning/"]
    yield clerk, [clock, f"{clock}propose/", "/deadlines/duty/", "/deadlines/escalation/", "/deadlines/feed/"]
    superior = make_actor(clerk.unit.parent.code)
    yield superior, ["/supervision/", f"/supervision/register/{asked.public_id}/"]
    keeper = make_actor("office", Role.UNIT_ADMINISTRATOR)
    yield keeper, ["/deadlines/calendar/", "/deadlines/calendar/notice/"]
