"""Opinions of units, brought to where they are by the real steps; words of our own."""

from collections.abc import Mapping, Sequence

from collaboration.documents.models import Answer, JointDocument, Opinion, Status
from collaboration.documents.workflow import opinions
from tenants.identity.actor import Actor
from tests.factories.documents import again, make_document

Said = Sequence[Mapping[str, str]]


def block_of(document: JointDocument, number: int) -> str:
    """The id of a block of the version that opinions are asked on."""
    return str(document.rounds.get(closed_at=None).version.blocks[number]["id"])


def say(actor: Actor, document: JointDocument, *said: Mapping[str, str]) -> list[Opinion]:
    """Note opinions for the actor's unit and hand them in; ``block`` is the number of a block."""
    with actor.acting():
        current = again(actor, document)
        noted = []
        for words in said:
            given = dict(words)
            if "block" in given:
                given["block_id"] = block_of(current, int(given.pop("block")))
            noted.append(opinions.note_opinion(actor, current, **given))
        opinions.answer(actor, current, outcome=Answer.Outcome.OPINIONS if noted else Answer.Outcome.NO_OPINION)
    return noted


def make_answered(author: Actor, answers: Mapping[Actor, Said]) -> tuple[JointDocument, list[Opinion]]:
    """A document whose round is closed because every unit has answered; an empty list of opinions is none."""
    document = make_document(Status.SOLICITING, author, *answers)
    noted = [opinion for actor, said in answers.items() for opinion in say(actor, document, *said)]
    return again(author, document), noted


CHANGE = {"block": "2", "quote": "每季度", "proposed_text": "每月"}
