"""What goes from unit to unit and up the line: issued, filed, archived, supervised, asked across levels."""

from uuid import uuid4

from django.utils import timezone

from collaboration.archive import workflow as archiving
from collaboration.archive.models import Item
from collaboration.dispatch.workflow import To, ask
from collaboration.documents.models import Answer, Evidence, JointDocument, Opinion
from collaboration.documents.originals import keep_originals
from collaboration.documents.workflow import countersigning, evidence, issuing, opinions, rounds
from collaboration.documents.workflow import deciding as dispositions
from collaboration.levels import workflow as levels
from collaboration.levels.workflow import Subject
from collaboration.sealing.models import OfdCopy, SealedFile
from collaboration.supervision import workflow as supervising
from collaboration.supervision.urging import note_call
from tenants.files import store
from tenants.identity.actor import Actor
from tests.factories import documents as make
from tests.factories.dispatched import TERM, close_file, file_it
from tests.isolation.drafting import create
from tests.isolation.world import World, act_as_unit
from tests.ownership import as_owner, as_system


def issue(world: World, drafter: str, other: str, *, to: str) -> None:
    """From draft to the recipient, the lead units, of whom one asks, and the county's superior, who is informed.

    What the two said before stays theirs.
    """
    everybody = (drafter, other, "310000", "320000", "320100")
    document = create(world, drafter, other, everybody)
    author, guest = world.people[drafter], world.people[other]
    document = make.solicit(author, document)
    with guest.acting():
        opinions.note_opinion(guest, make.again(guest, document), text=world.canary(drafter, other))
        opinions.answer(guest, document, outcome=Answer.Outcome.OPINIONS)
    with author.acting():
        opinion = Opinion.objects.get(round__document=document)
        reason = world.canary(drafter, other)
        dispositions.decide(author, document, opinion, outcome="declined", reason=reason)
        rounds.fix_text(author, document, version=1)
        countersigning.start_countersigning(author, document)
    for signer in (author, guest):
        make.sign(signer, document)
    close_file(document)
    with as_owner():
        words = world.canary(drafter, other).encode()
        source = SealedFile.objects.get(matter=document.pk).sha256
        OfdCopy.objects.create(about=document.public_id, source_sha256=source, sha256=store.put(words), size=len(words))
    with author.acting():
        note, recipient = world.canary(drafter, other, to), world.people[to].unit
        paper = To("copy", None, world.canary(drafter, other))
        world.dispatches.append(issuing.issue(author, document, [To("main", recipient), paper], term=TERM, note=note))
    world.dispatches.append(file_it(document))
    lead = world.people["310000"]
    with lead.acting():
        world.queries.append(ask(lead, world.dispatches[-1], text=world.canary("310000", drafter, other)).pk)
    _archive(world, document, author, guest)
    with guest.acting():
        made = evidence.ask_for_evidence(guest, document)
    with as_owner():
        Evidence.objects.filter(pk=made.pk).update(signature=b"x", signed_at=timezone.now())
    world.evidence.append(made.file_sha256)


def _archive(world: World, document: JointDocument, *signers: Actor) -> None:
    """Every signing unit keeps its original, archives, lends and transfers it; who borrows it is its own affair."""
    with as_system():
        keep_originals(document)
    for actor in signers:
        with actor.acting(), act_as_unit(actor):
            code = actor.unit.code
            item = Item.objects.get(about=document.public_id)
            archiving.set_fonds(actor, number=code, name=world.canary(code))
            archiving.archive(actor, item, year=2026, retention="Y", department=world.canary(code))
            day = make.in_a_week()
            archiving.lend(actor, item, borrower=world.canary(code), purpose=world.canary(code), until=day)
            world.archived.append(item.public_id)
            world.transfers.append(archiving.transfer(actor, [item], receiver=world.canary(code)).public_id)


def supervise(world: World, superior: str, below: str) -> None:
    """The superior of a party supervises it; the drafting unit telephones."""
    document, leader, city = world.documents[-1], world.people[superior], world.people[below]
    with leader.acting():
        demand = world.canary(superior, below)
        world.slips.append(
            supervising.issue(leader, about=document.public_id, unit=city.unit, demand=demand, due_on=make.in_a_week())
        )
    drafter = world.people["310000"]
    with drafter.acting():
        answer = world.canary("310000", below)
        note_call(drafter, document.matter, unit=city.unit, spoke_with="试验", called_at=timezone.now(), answer=answer)


def ask_above(world: World, county: str, other: str, superior: str) -> None:
    """A county asks its city whether another city may take part; the city says no, with its reason."""
    author, leader = world.people[county], world.people[superior]
    subject = Subject(uuid4(), "document", world.canary(county, superior), world.canary(county, superior))
    with author.acting():
        decision = levels.ask(author, subject, world.people[other].unit)
    with leader.acting():
        levels.decide(leader, decision, outcome="refused", reason=world.canary(county, superior))
    world.levels.append(decision)
