"""What a unit does inside with what waits for it, and what units say to each other about time and delay."""

from datetime import timedelta

from django.utils import timezone
from django_tenants.utils import tenant_context

from collaboration.deadlines import agreeing
from collaboration.deadlines.clock import Term
from collaboration.deadlines.models import Begins, CountedIn, Deadline
from collaboration.documents.models import Status
from collaboration.documents.workflow import rounds
from collaboration.incoming import workflow as incoming
from collaboration.supervision import proposing
from collaboration.supervision import workflow as supervising
from collaboration.supervision.models import Slip
from collaboration.worklist import workflow as house
from collaboration.worklist.models import Waiting
from tenants.identity.actor import Actor
from tenants.identity.roles import Role
from tests.factories import documents as make
from tests.factories.people import make_actor
from tests.isolation.acts.cast import ALONE, CITY, DELAY, OTHER_CITY, PROVINCE, Cast
from tests.isolation.acts.trying import Attempt
from tests.ownership import as_owner

REASON = {"reason": "样例理由。"}


def _later(days: int = 10) -> str:
    return (timezone.localdate() + timedelta(days=days)).isoformat()


def received(cast: Cast) -> list[Attempt]:
    """What came in: nothing was done with the first, the second is received, the third registered."""
    author, guest = cast.worker(CITY), cast.worker(OTHER_CITY)
    fresh, taken, booked = (make.make_document(Status.SOLICITING, author, guest) for _number in range(3))
    with guest.acting(), tenant_context(guest.unit.tenant):
        incoming.receive(guest, taken.matter)
        incoming.register(guest, incoming.receive(guest, booked.matter))
    colleague = make_actor(OTHER_CITY, Role.HANDLER)
    slip, second = f"/incoming/{booked.public_id}/", f"/incoming/{taken.public_id}/"
    forms = {
        "propose": (slip, {"propose-text": "样例。", "propose-handling": guest.unit.short_name}),
        "instruct": (slip, {"instruct-text": "样例。"}),
        "circulate": (slip, {"circulate-people": colleague.user.pk}),
        "answer": (slip, {"answer-text": "样例。"}),
        "register": (second, {"register-urgency": "0"}),
        "send_back": (second, {"send_back-reason": "样例。"}),
    }

    def asked_to_read(actor: Actor) -> str:
        with guest.acting(), tenant_context(guest.unit.tenant):
            entry = incoming.Entry.objects.get(matter=booked.public_id)
            incoming.circulate(guest, entry, [actor.user])
        return f"{slip}read/"

    steps = [Attempt("incoming:slip", path, {"act": act, **data}, act=act) for act, (path, data) in forms.items()]
    receive = Attempt("incoming:receive", f"/incoming/{fresh.public_id}/receive/")
    note = Attempt("internal:notes", f"/internal/{fresh.public_id}/notes/", {"text": "样例。"})
    return [*steps, receive, note, Attempt("incoming:read", before=asked_to_read)]


def given(cast: Cast) -> list[Attempt]:
    """Steps of the invited unit: one that nobody holds, one that a colleague holds."""
    author, guest = cast.worker(CITY), cast.worker(OTHER_CITY)
    free, held = (_answer(make.make_document(Status.SOLICITING, author, guest)) for _number in range(2))
    handler = make_actor(OTHER_CITY, Role.HANDLER)
    with guest.acting(), tenant_context(guest.unit.tenant):
        house.give(guest, held, handler.user)

    def my_own(actor: Actor) -> str:
        """The step in the hands of whoever asks, by a moment as a handler where they are none."""
        membership = actor.membership
        with as_owner():
            type(membership).objects.filter(pk=membership.pk).update(roles=[Role.HANDLER])
        with guest.acting(), tenant_context(guest.unit.tenant):
            if actor.unit == guest.unit:
                house.give(guest, free, actor.user)
        with as_owner():
            type(membership).objects.filter(pk=membership.pk).update(roles=membership.roles)
        return f"/worklist/steps/{free.pk}/"

    def one(step: Waiting, act: str, **more: object) -> Attempt:
        return Attempt("worklist:step", f"/worklist/steps/{step.pk}/", {"act": act, **more}, act=act)

    note = {"note": "样例。"}
    handing = {"whose": handler.user.pk, "successor": guest.user.pk}
    return [
        one(free, "give", person=handler.user.pk),
        one(free, "take"),
        one(held, "take_back"),
        Attempt("worklist:step", data={"act": "pass_on", "person": handler.user.pk, **note}, act="pass_on",
                before=my_own),
        Attempt("worklist:step", data={"act": "give_back", **REASON}, act="give_back", before=my_own),
        Attempt("worklist:many", "/worklist/steps/", {"act": "give", "steps": free.pk, "person": handler.user.pk}),
        Attempt("worklist:hand_over", "/worklist/hand-over/", handing, act="for a colleague"),
        Attempt("worklist:hand_over", "/worklist/hand-over/",
                lambda actor: {"whose": actor.user.pk, "successor": cast.worker(actor.unit.code).user.pk},
                act="own", sides=ALONE),
    ]  # fmt: skip


def _answer(document: make.JointDocument) -> Waiting:
    with as_owner():
        return Waiting.objects.select_related("matter").get(matter=document.pk, step="answer")


def timed(cast: Cast) -> list[Attempt]:
    """Deadlines: one that runs, one for which more time was asked, one that stands still, one that has not begun."""
    author, guest = cast.worker(CITY), cast.worker(OTHER_CITY)
    running, asked, standing = (_clock(make.make_document(Status.SOLICITING, author, guest)) for _number in range(3))
    unbegun = make.make_draft(author, guest)
    with author.acting():
        rounds.open_round(author, unbegun, term=Term(CountedIn.WORKING_DAYS, 5), begins=Begins.ACCEPTANCE)
    until = asked.due_at + timedelta(days=1)
    with guest.acting():
        agreeing.propose(guest, asked, until=until, reason="样例。")
    with author.acting():
        agreeing.stand_still(author, standing, reason="样例。")

    def one(deadline: Deadline, name: str, **data: str) -> Attempt:
        path = f"/deadlines/{deadline.public_id}/{name.replace('_', '-')}/"
        return Attempt(f"deadlines:{name}", path, data)

    return [
        one(running, "propose", until=_later(), **REASON),
        one(running, "extend", until=_later(), **REASON),
        one(running, "stand_still", **REASON),
        one(asked, "accept"),
        one(asked, "decline", **REASON),
        one(standing, "go_on"),
        one(_clock(unbegun), "begin"),
    ]


def _clock(document: make.JointDocument) -> Deadline:
    with as_owner():
        return Deadline.objects.select_related("waiting__matter").get(waiting__matter=document.pk)


def delayed(cast: Cast) -> list[Attempt]:
    """The invited unit of another line asked the home unit, which is late: its superior sees to it."""
    author, guest, leader = cast.worker(OTHER_CITY), cast.worker(CITY), cast.worker(PROVINCE)
    unasked, issued, answered, proposed = (make.make_document(Status.SOLICITING, author, guest) for _n in range(4))
    late = {"demand": "样例要求。", "due_on": _later(3)}
    slips = {}
    for name, document in (("issued", issued), ("answered", answered)):
        with leader.acting():
            given = {"about": document.public_id, "unit": guest.unit, "demand": "样例。", "due_on": make.in_a_week()}
            slips[name] = supervising.issue(leader, **given)
    with guest.acting():
        supervising.feed_back(guest, slips["answered"], feedback="样例。")
    late_step = _answer(proposed)
    with as_owner():
        proposing.propose(late_step)
        slips["proposed"] = Slip.objects.select_related("matter").get(about=proposed.public_id)

    def one(slip: str, name: str, **data: str) -> Attempt:
        path = f"/supervision/slips/{slips[slip].matter.public_id}/{name.replace('_', '-')}/"
        return Attempt(f"supervision:{name}", path.replace("feed-back", "feedback").replace("issue-proposed", "issue"),
                       data, sides=DELAY)  # fmt: skip

    of, called = f"/supervision/of/{unasked.public_id}/", timezone.localtime().strftime("%Y-%m-%dT%H:%M:%S.%f")
    call = {"spoke_with": "样例", "called_at": called, "answer": "样例。"}
    return [
        Attempt("supervision:issue", f"/supervision/register/{unasked.public_id}/{guest.unit.code}/", late,
                sides=DELAY),
        one("issued", "feed_back", feedback="样例。"),
        one("answered", "send_back", **REASON, due_on=_later(3)),
        one("issued", "lift", **REASON),
        one("proposed", "issue_proposed", **late),
        one("proposed", "drop"),
        Attempt("supervision:urge", f"{of}urge/", sides=DELAY),
        Attempt("supervision:call", f"{of}{guest.unit.code}/call/", call, sides=DELAY),
    ]  # fmt: skip
