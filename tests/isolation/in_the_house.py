"""What happens inside a unit before it speaks: receipt, instructions, approval, what departments think."""

from django.utils import timezone

from collaboration.approval.workflow import deciding as approving
from collaboration.approval.workflow import gathering, submitting
from collaboration.approval.workflow.findings import Found
from collaboration.documents.models import JointDocument
from collaboration.documents.workflow import normative
from collaboration.incoming import workflow as incoming
from collaboration.worklist import handing_over
from collaboration.worklist import workflow as house
from collaboration.worklist.models import Waiting
from tenants.identity.actor import Actor
from tests.factories import documents as make
from tests.factories.people import make_actor
from tests.isolation.world import World, act_as_unit


def handle(world: World, document: JointDocument, guest: Actor, code: str) -> None:
    """Receive what came, propose, instruct, give its step away and hand it over: every word stays in the unit."""
    colleague = make_actor(code)
    with guest.acting(), act_as_unit(guest):
        entry = incoming.receive(guest, document.matter)
        incoming.register(guest, entry)
        incoming.propose(guest, entry, text=world.canary(code), handling=world.canary(code))
        incoming.instruct(guest, entry, text=world.canary(code))
        incoming.circulate(guest, entry, [colleague.user])
        for step in Waiting.objects.open().filter(matter=document.pk, unit=guest.unit):
            house.give(guest, step, colleague.user, note=world.canary(code))
            world.steps.append(step.pk)
        kept = handing_over.hand_over(guest, colleague.user, guest.user, note=world.canary(code))
        world.hand_overs.append(kept.list_id)


def approved(world: World, document: JointDocument, code: str, word: str) -> None:
    """What the house agrees to on its way to the unit's word; and what must stand behind a normative document."""
    person = world.people[code]
    with person.acting(), act_as_unit(person):
        if document.drafting_unit.code == code:
            normative.set_normative(person, document, is_normative=True)
            paper = {"file": f"%PDF-1.7 {world.canary(code)}".encode(), "file_name": f"{world.canary(code)}.pdf"}
            found = Found("legality", "lawful", timezone.localdate(), world.canary(code), world.canary(code), **paper)
            world.findings.append(normative.record_on(person, make.again(person, document), found).pk)
        run = submitting.submit(person, document.matter, word, comment=world.canary(code))
        step = run.steps.select_related("run").get(position=1)
        approving.add_signer(person, step, person.user, reason=world.canary(code))
        approving.agree(person, step, comment=world.canary(code))
        world.runs.append(run.pk)
        world.house_steps.extend(run.steps.values_list("pk", flat=True))


def thought(world: World, document: JointDocument, code: str) -> None:
    """What departments think before the unit answers."""
    person = world.people[code]
    with person.acting(), act_as_unit(person):
        run = gathering.ask(person, document.matter, people=[person.user], words=world.canary(code))
        step = run.steps.select_related("run").get()
        words = {"text": world.canary(code), "proposed_text": world.canary(code)}
        gathering.note_opinion(person, step, **words)
        gathering.note_opinion(person, step, **words | {"text": world.canary(code)})
        world.runs.append(run.pk)
        world.house_steps.append(step.pk)
