"""One unit asks another for help, or to serve a paper: canaries in what is asked, said of it, and answered."""

import hashlib

from django.utils import timezone

from collaboration.assistance.models import AssistanceRequest
from collaboration.assistance.overview import rating
from collaboration.assistance.workflow import handling, receiving
from collaboration.casefiles import storing
from collaboration.casefiles.models import CaseFile
from collaboration.letters.models import Sort
from collaboration.letters.workflow import going_out, outside, writing
from collaboration.letters.workflow.writing import Words
from collaboration.matters.models import Matter
from collaboration.service.workflow import serving
from tenants.identity.actor import Actor
from tests.factories import letters, services
from tests.factories import requests as make
from tests.factories.casefiles import keep
from tests.factories.people import at_home
from tests.isolation.world import World, act_as_unit


def ask_for_help(world: World, asking: str, asked: str, *, decider: str) -> None:
    """A draft, and a request across levels: the superior reads what is asked, the two alone what they say of it.

    What is said of persons is its author's until it is sent; from then on nobody meets it on a page not opened for it.
    """
    author, guest, superior = (world.people[code] for code in (asking, asked, decider))
    for readers in ((asking,), (asking, asked, decider)):
        party = world.canary(*readers) if readers == (asking,) else world.canary()
        answers = {**make.ANSWERS["evidence"], "facts": world.canary(*readers), "party": party}
        more = {"outside": world.canary(*readers), "contact": world.canary(*readers), "answers": answers}
        made = make.make_request(author, guest.unit, title=world.canary(*readers), **more)
        world.requests.append(made)
        words = readers if readers == (asking,) else (asking, asked)
        file(world, author, made.matter, *words)
    request = make.send(author, world.requests[-1])
    with superior.acting():
        receiving.decide_level(superior, request, approves=True, reason=world.canary(asking, asked, decider))
    request = make.accept(guest, make.again(guest, request))
    write_letters(world, request, asking, asked)
    with guest.acting(), act_as_unit(guest):
        handling.report(guest, request, text=world.canary(asking, asked))
        world.questions.append(handling.ask(guest, request, text=world.canary(asking, asked)).public_id)
        file(world, guest, request.matter, asking, asked)
        proof = {**make.PROOFS["evidence"], "result": world.canary(asking, asked), "officers": world.canary()}
        handling.reply(guest, request, proof)
        file(world, guest, request.matter, asked)
    drawn = keep(author, request.matter, shared=True)
    world.files.append(drawn)
    top = f"/files/of/{request.public_id}"
    for path in (f"/files/{drawn.public_id}/content/", f"/files/{drawn.public_id}/preview/1/", f"{top}/dossier.zip",
                 f"{top}/contents.pdf"):  # fmt: skip
        world.papers[path] = {asking, asked}


def rate_help(world: World, asking: str, asked: str) -> None:
    """The help is found so and so, and that is answered: for the two sides alone."""
    author, guest = world.people[asking], world.people[asked]
    made = make.make_request(author, guest.unit, "enquiry", title=world.canary(asking, asked))
    request = make.reply(guest, make.accept(guest, make.send(author, made)))
    world.rated.append(request)
    with at_home(author):
        handling.confirm(author, request)
        rating.rate(author, request, timeliness="poor", effort="good", comment=world.canary(asking, asked))
    with at_home(guest):
        rating.answer(guest, request, text=world.canary(asking, asked))


def file(world: World, actor: Actor, matter: Matter, *readers: str) -> None:
    """A file with words in its name and in its bytes, and one that is on its way, for the person at it alone."""
    content = world.canary(*readers).encode()
    world.files.append(keep(actor, matter, name=f"{world.canary(*readers)}.txt", content=content))
    with at_home(actor):
        name, digest = f"{world.canary(actor.unit.code)}.txt", hashlib.sha256(content * 2).hexdigest()
        world.unfinished.append(storing.begin(actor, matter, name=name, size=9, sha256=digest))


def have_served(world: World, asking: str, asked: str, *, decider: str) -> None:
    """A paper that is served across levels: of persons nobody meets a word on a page not opened for it."""
    author, guest, superior = (world.people[code] for code in (asking, asked, decider))
    answers = {**make.ANSWERS["service"], "recipient": world.canary(), "address": world.canary()}
    made = make.make_request(author, guest.unit, "service", title=world.canary(asking, asked, decider), answers=answers)
    request = make.send(author, made)
    with superior.acting():
        receiving.decide_level(superior, request, approves=True)
    request = make.accept(guest, make.again(guest, request))
    with guest.acting(), act_as_unit(guest):
        service = serving.begin(guest, request)
    services.tell(guest, service, failed=True, failure_words=world.canary())
    attempt = services.tell(guest, service, receiver=world.canary(), remark=world.canary())
    with guest.acting():
        world.files.extend(CaseFile.objects.filter(matter=request.matter))
        serving.strike(guest, service, attempt, reason=world.canary(asking, asked))
    services.tell(guest, service, receiver=world.canary())
    services.close_proof(services.finish(guest, service), world.canary())
    with guest.acting(), act_as_unit(guest):
        world.services += [service, serving.begin(guest, request)]
    world.papers[f"/service/{service.public_id}/proof/"] = {asking, asked}
    world.opened_by.append(f"/service/{service.public_id}/personal/")


def write_letters(world: World, request: AssistanceRequest, asking: str, asked: str) -> None:
    """A draft that is its unit's alone, a letter that went out, and a step with a department outside."""
    guest = world.people[asked]
    words = Words(title=world.canary(asked), recipients="样例", text=world.canary(asked), is_to_be_sealed=False)
    with guest.acting():
        world.letters.append(writing.write(guest, request, Sort.REPLY, words))
        said = Words(title=world.canary(asking, asked), recipients="样例", text=world.canary(asking, asked),
                     is_to_be_sealed=False)  # fmt: skip
        letter = writing.write(guest, request, Sort.ACKNOWLEDGEMENT, said)
    letters.sign(guest, guest, letter)
    letters.finish(letter)
    with guest.acting():
        world.letters.append(going_out.hand_over(guest, letter))
        happened = outside.Happened("sent", timezone.localdate(), words=world.canary(asking, asked))
        came = outside.Happened(
            "answered", timezone.localdate(), file_name=world.canary(asking, asked), file=b"%PDF-1.7"
        )
        world.outside_steps += [outside.record_step(guest, request, one).public_id for one in (happened, came)]
    world.papers[f"/letters/outside/{request.public_id}/{world.outside_steps[-1]}/"] = {asking, asked}
    world.papers[f"/letters/{letter.public_id}/file/"] = {asking, asked}
