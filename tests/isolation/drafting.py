"""Joint documents in the world: drafts, rounds, signatures, earlier ones, and what the public says of a draft."""

from datetime import timedelta

from collaboration.deadlines import agreeing
from collaboration.deadlines.models import Deadline
from collaboration.documents.models import Answer, Counterpart, JointDocument, Kind, Upload
from collaboration.documents.text.blocks import Block, new_block_id
from collaboration.documents.text.manuscript import Manuscript
from collaboration.documents.workflow import countersigning, drafting, opinions, paper, registering, rounds
from collaboration.internal.notes import add_note
from tests.factories import documents as make
from tests.factories import registrations
from tests.factories.consultations import consulting_on, send_in
from tests.isolation.in_the_house import approved, handle, thought
from tests.isolation.world import World, act_as_unit


def create(world: World, drafter: str, other: str, readers: tuple[str, ...]) -> JointDocument:
    author = world.people[drafter]
    with author.acting():
        document = drafting.create_document(
            author,
            kind=Kind.JOINT_NOTICE,
            title=f"试验通知{world.canary(*readers)}",
            blocks=_text(world, *readers),
            recipients=f"各单位{world.canary(*readers)}：",
            units=[world.people[other].unit],
        )
        with act_as_unit(author):
            add_note(document.public_id, author, world.canary(drafter))
        world.uploads.append(
            Upload.objects.create(unit=author.unit, user=author.user, name=f"{world.canary(drafter)}.txt", content=b"x")
        )
        world.counterparts.append(
            Counterpart.objects.create(
                document=document,
                version=document.versions.get(),
                unit=author.unit,
                user=author.user,
                name=f"{world.canary(drafter)}.txt",
                state=Counterpart.State.READ,
                content=b"",
                result=Manuscript(title="试验通知", blocks=(_unlike(world, drafter),)).to_json(),
            )
        )
    make.approve_levels(document, world.people[other].unit)
    world.documents.append(document)
    return document


def draft(world: World, drafter: str, other: str) -> JointDocument:
    return create(world, drafter, other, (drafter,))


def hold_round(world: World, drafter: str, other: str, *, closed: bool) -> None:
    document = create(world, drafter, other, (drafter, other))
    author, guest = world.people[drafter], world.people[other]
    with author.acting():
        rounds.open_round(author, document, due_on=make.in_a_week())
        world.deadlines.append(Deadline.objects.get(waiting__matter=document.pk))
    handle(world, document, guest, other)
    word = world.canary(*((drafter, other) if closed else (other,)))
    if not closed:
        thought(world, document, other)
        approved(world, document, other, "answer")
    with guest.acting():
        current = make.again(guest, document)
        deadline, reason = world.deadlines[-1], world.canary(drafter, other)
        agreeing.propose(guest, deadline, until=deadline.due_at + timedelta(days=1), reason=reason)
        world.opinions.append(opinions.note_opinion(guest, current, text=word))
        if closed:
            opinions.answer(guest, current, outcome=Answer.Outcome.OPINIONS)
        with act_as_unit(guest):
            add_note(document.public_id, guest, world.canary(other))


def sign(world: World, drafter: str, other: str) -> None:
    """A text waits for signatures; one unit has brought the scan of its sheet, which nobody has confirmed."""
    author, guest = world.people[drafter], world.people[other]
    document = create(world, drafter, other, (drafter, other))
    make.solicit(author, document)
    make.agree([guest], document)
    with author.acting():
        rounds.fix_text(author, make.again(author, document), version=1)
        countersigning.start_countersigning(author, document)
    with guest.acting():
        scan = make.SCAN.replace(b"startxref", f"% {world.canary(other)}\nstartxref".encode())
        world.sheets.append(paper.bring_sheet(guest, document, scan=scan))


def register(world: World, drafter: str, other: str) -> None:
    """Earlier documents: one that only the registering unit knows yet, one that it has confirmed."""
    author, guest = world.people[drafter], world.people[other]
    for readers in ((drafter,), (drafter, other)):
        mark = world.canary(*readers)
        document = registrations.enter(author, guest, title=f"既往协议{mark}", number=mark, topic=mark[:60])
        world.registered.append(document)
    registrations.confirm(author, document)
    with guest.acting():
        registering.object_to(guest, make.again(guest, document), reason=world.canary(drafter, other))


def consult(world: World, drafter: str, other: str) -> None:
    """The drafting unit asks the public about a draft; what comes in is for that unit alone."""
    author, guest = world.people[drafter], world.people[other]
    world.consultations.append(consulting_on(author, make.make_draft(author, guest)))
    word = world.canary(drafter)
    world.comments.append(send_in(world.consultations[0], words=f"试验意见{word}", name=world.canary("nobody")))


def _text(world: World, *codes: str) -> list[Block]:
    return [Block(new_block_id(), "p", f"为试验拟写的一段话{world.canary(*codes)}。")]


def _unlike(world: World, *codes: str) -> Block:
    """A paragraph that no comparison takes for another one."""
    return Block(new_block_id(), "p", f"其余条款不作改动，另行书面知照各方{world.canary(*codes)}，并请妥善留存备查。")
