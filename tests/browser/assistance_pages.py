"""Every page of help across a border, with something on it, and somebody who may open it."""

from collections.abc import Iterator

from collaboration.assistance.models import AssistanceRequest, RequestKind
from collaboration.assistance.overview import rating
from collaboration.assistance.workflow import handling, receiving
from collaboration.letters.workflow import writing
from collaboration.transfers.workflow import filing, handing_over
from tenants.identity.actor import Actor
from tenants.identity.roles import Role
from tests.factories import letters, requests, services, transfers
from tests.factories.casefiles import keep
from tests.factories.people import at_home, make_actor

Pages = Iterator[tuple[Actor, list[str]]]
SAID = "样例内容。"


def below(top: str, *names: str) -> list[str]:
    """The page of a thing, and those below it."""
    return [top, *(f"{top}{name}/" for name in names)]


def of(request: AssistanceRequest, *names: str) -> list[str]:
    return below(f"/assistance/{request.public_id}/", *names)


def pages(author: Actor, other: Actor) -> Pages:
    """All of them; the author's unit asks."""
    yield from lists(author)
    yield from before_acceptance(author, other)
    yield from handled(author, other)
    yield from by_letter(author, other)
    yield from served(author, other)
    yield from transferred(author, other)
    yield from disputed(author, other)


def sent(author: Actor, other: Actor, kind: str = "evidence") -> AssistanceRequest:
    return requests.send(author, requests.make_request(author, other.unit, kind))


def received(author: Actor, other: Actor) -> AssistanceRequest:
    request = sent(author, other)
    with at_home(other):
        receiving.receive(other, request)
    return requests.again(author, request)


def lists(author: Actor) -> Pages:
    """The ledger, figures, what can be asked for, what the alliance agreed, what units set."""
    office = make_actor("office", Role.UNIT_ADMINISTRATOR)
    administrator = make_actor(author.unit.code, Role.UNIT_ADMINISTRATOR)
    ledger = ["/assistance/", "/assistance/?tab=sent&kind=evidence", "/assistance/?q=none", "/assistance/?format=print"]
    parts = ("", "kinds/evidence/", "agreed/", "competences/", "subjects/")
    catalogue = [f"/assistance/catalogue/{name}" for name in parts]
    kinds = [f"/assistance/new/{kind.code}/340100/" for kind in RequestKind.objects.all()]
    yield author, [*ledger, "/assistance/figures/", "/assistance/new/", "/assistance/new/evidence/?q=340", *kinds]
    yield author, [*catalogue, "/letters/departments/", "/files/schedule/"]
    yield office, [*catalogue, "/assistance/catalogue/subjects/waste/", "/letters/departments/", "/files/schedule/"]
    yield administrator, ["/letters/practice/", "/files/held/"]


def before_acceptance(author: Actor, other: Actor) -> Pages:
    """A draft, one that waits for the superior, one that was sent, one that was received, one sent back."""
    county = make_actor("320102")
    across = requests.send(county, requests.make_request(county, other.unit))
    fresh, taken, returned = sent(author, other), received(author, other), received(author, other)
    with at_home(other):
        receiving.return_for_completion(other, returned, text=SAID)
    yield author, of(requests.make_request(author, other.unit), "edit", "send")
    yield author, [*of(fresh, "withdraw"), *of(returned, "complete")]
    yield author, of(across, "level")
    yield other, [*of(fresh), *of(taken, "decline", "return", "forward")]


def handled(author: Actor, other: Actor) -> Pages:
    """One with a question and files, one that was answered, one that is closed and rated."""
    running, answered, over = (requests.accept(other, sent(author, other)) for _each in range(3))
    file = keep(other, running.matter)
    with at_home(other):
        handling.report(other, running, text=SAID)
    with at_home(author):
        question = handling.ask(author, running, text=SAID)
    requests.reply(other, answered)
    requests.reply(other, over)
    with at_home(author):
        handling.confirm(author, over)
        rating.rate(author, over, timeliness="good", effort="good", comment=SAID)
    asked = f"questions/{question.public_id}"
    yield other, of(running, "report", "ask", "split", "reply", asked)
    yield other, [f"/files/{file.public_id}/", f"/files/of/{over.public_id}/ending/", *of(over)]
    yield author, [*of(running, "end"), *of(answered, "ask-to-complete"), *of(over)]


def by_letter(author: Actor, other: Actor) -> Pages:
    """A letter that is written and one that waits for the signature; a department outside that takes part."""
    draft = requests.make_request(author, other.unit, outside=SAID)
    written, submitted = (letters.write(author, requests.make_request(author, other.unit), "request", sealed=False)
                          for _each in range(2))  # fmt: skip
    with at_home(author):
        writing.submit(author, submitted)
    request = requests.accept(other, requests.send(author, draft))
    top = "/letters/{}/".format
    yield author, [f"/letters/on/{requests.make_request(author, other.unit).public_id}/request/"]
    yield author, [*below(top(written.public_id), "edit"), *below(top(submitted.public_id), "sign", "return", "cancel")]
    yield other, [f"/letters/on/{request.public_id}/reply/", f"/letters/outside/{request.public_id}/"]


def served(author: Actor, other: Actor) -> Pages:
    """At the door; and a proof that waits for its seal."""
    serving, finished = services.begin(author, other), services.begin(author, other)
    services.tell(other, serving, failed=True)
    services.tell(other, finished)
    services.finish(other, finished)
    top = "/service/{}/".format
    yield other, below(top(serving.public_id), "door", "finish", "attempts/1/strike")
    yield other, below(top(finished.public_id), "release", "take-back")
    yield author, [top(serving.public_id)]


def transferred(author: Actor, other: Actor) -> Pages:
    """Its file is owed, signed by one side, taken over; the province reads what was filed."""
    owed, written, signed = (transfers.accepted(author, other) for _each in range(3))
    with at_home(author):
        handing_over.write(author, written, transfers.ITEMS)
    transfers.hand_over(author, signed)
    taken, province = transfers.taken_over(author, other), make_actor("320000")
    kept = transfers.file(taken)[0]
    with at_home(province):
        filing.ask(province, kept, text=SAID)
    top = "/transfers/cases/{}/".format
    yield author, [f"{top(owed.public_id)}hand-over/", f"{top(written.public_id)}hand-over/sign/"]
    yield other, [f"{top(signed.public_id)}{name}/" for name in ("take-over", "send-back")]
    yield other, [*of(taken), f"{top(taken.public_id)}report/"]
    yield province, ["/transfers/filed/", *below(f"/transfers/filed/{kept.public_id}/", "coordinate")]
    yield author, [f"/transfers/filed/{kept.public_id}/"]


def disputed(author: Actor, other: Actor) -> Pages:
    """Negotiated by the units, with their leads, referred by one of them."""
    fresh, referred = transfers.dispute(author, other), transfers.dispute(author, other)
    transfers.disagree(referred, author, other)
    transfers.carry_on(referred, author)
    lead = make_actor("320000")
    top = "/transfers/coordinations/"
    yield author, [top, f"{top}new/", f"{top}{fresh.public_id}/"]
    yield lead, [f"{top}{referred.public_id}/"]
