"""The table of all opinions on a document: who said what where, what became of it, and who said nothing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from collaboration.documents import rules
from collaboration.documents.comparison import Piece, differences
from collaboration.documents.models import Answer, JointDocument, Opinion, Placement, Reply, Round, Status
from collaboration.documents.opinions.placing import Place, Text
from collaboration.documents.workflow.versions import latest
from collaboration.documents.workflow.working import upcoming
from tenants.identity.actor import Actor
from tenants.units.models import Unit

LABEL_LENGTH = 16
QUOTE_SHOWN = 160


@dataclass(frozen=True)
class Line:
    """One opinion in its place; or, without one, a unit that has none or has not answered."""

    round: Round
    unit: Unit
    place: Place | None = None
    label: str = ""
    has_answered: bool = True

    @property
    def opinion(self) -> Opinion | None:
        return self.place.opinion if self.place else None

    @property
    def outcome(self) -> str:
        """``adopted``, ``partly``, ``declined``, ``open``; ``none`` and ``silent`` where there is no opinion."""
        if self.opinion is None:
            return "none" if self.has_answered else "silent"
        return decided.outcome if (decided := getattr(self.opinion, "disposition", None)) else "open"

    @property
    def answer(self) -> str:
        """What stands in place of an opinion: silence is no answer, never consent."""
        return str(Answer.Outcome.NO_OPINION.label) if self.has_answered else _("No answer")

    @property
    def reply(self) -> Reply | None:
        """The unit's last word on a decision that still stands."""
        decided = getattr(self.opinion, "disposition", None)
        if decided is None or decided.outcome != "declined":
            return None
        said = [one for one in decided.replies.all() if one.replied_at >= decided.decided_at]
        return said[-1] if said else None

    @property
    def is_maintained(self) -> bool:
        return self.reply is not None and self.reply.stance == Reply.Stance.MAINTAINED


def with_changes(opinions: Iterable[Opinion | None]) -> None:
    """Give each opinion its proposed wording as a change, for the page that shows it."""
    for opinion in opinions:
        if opinion is not None:
            opinion.change = change_of(opinion)


def change_of(opinion: Opinion) -> list[Piece]:
    """A proposal as runs of kept, removed and added characters; nothing where none is made."""
    if not opinion.is_proposal:
        return []
    if opinion.kind == Opinion.Kind.DELETE:
        return [Piece("removed", opinion.quote)]
    if opinion.kind == Opinion.Kind.ADD:
        return [Piece("same", _shortened(opinion.quote)), Piece("added", opinion.proposed_text)]
    return list(differences(opinion.quote, opinion.proposed_text))


def _shortened(words: str) -> str:
    return words if len(words) <= QUOTE_SHOWN else "…" + words[-QUOTE_SHOWN:]


def rounds_of(document: JointDocument) -> list[Round]:
    """All rounds of a document, with their texts and the answers that may be read."""
    return list(Round.objects.filter(document=document).select_related("version").prefetch_related("answers"))


def opinions_of(document: JointDocument, actor: Actor, rounds: Sequence[Round] | None = None) -> list[Opinion]:
    """Everything handed in that the person may read, newest round first, with what the table shows of it."""
    known = {held.pk: held for held in (rounds_of(document) if rounds is None else rounds)}
    shown = (
        Opinion.objects.visible_to(actor).handed_in().filter(round__document=document, round__closed_at__isnull=False)
    )
    placements = Prefetch("placements", Placement.objects.select_related("version"))
    shown = shown.select_related("unit", "author", "disposition__resolved_in")
    found = list(
        shown.prefetch_related(placements, "disposition__replies").order_by("-round__number", "given_at", "pk")
    )
    for opinion in found:
        opinion.round = known[opinion.round_id]
    return found


def newest_text(document: JointDocument, actor: Actor) -> Text:
    """The text in which opinions are shown: as it is being written, for those who write it."""
    return Text(upcoming(document) if rules.drafts(actor, document) and _is_written(document) else latest(document))


def lines_of(
    document: JointDocument, actor: Actor, rounds: Sequence[Round] | None = None, text: Text | None = None
) -> list[Line]:
    """The whole table as the person may read it: opinions first, then who has none and who was silent."""
    rounds = rounds_of(document) if rounds is None else rounds
    text = text or newest_text(document, actor)
    labels = labels_of(text)
    lines = [
        Line(place.opinion.round, place.opinion.unit, place, label_of(place, labels))
        for place in text.places(opinions_of(document, actor, rounds))
    ]
    for held in rounds:
        if held.closed_at is not None:
            lines += _without_opinions(document, held, actor)
    return sorted(lines, key=lambda line: -line.round.number)


def _is_written(document: JointDocument) -> bool:
    return document.status in (Status.DRAFT, Status.SOLICITING)


def _without_opinions(document: JointDocument, held: Round, actor: Actor) -> Iterable[Line]:
    given = {answer.unit_id: answer.outcome for answer in held.answers.all()}
    for invitation in document.invitations.all():
        unit = invitation.unit
        is_known = not held.stays_with_drafter or rules.drafts(actor, document) or unit == actor.unit
        took_part = invitation.declined_at is None or invitation.declined_at > held.closed_at
        if not is_known or not held.asks(unit) or not took_part or given.get(unit.pk) == Answer.Outcome.OPINIONS:
            continue
        yield Line(held, unit, has_answered=unit.pk in given)


def labels_of(text: Text) -> dict[str, str]:
    """Where each block is, in words a reader finds it by: the heading above it and its number."""
    labels, heading = {}, ""
    for number, block in enumerate(text.blocks, start=1):
        if block.kind in ("h1", "chapter"):
            heading = block.text[:LABEL_LENGTH]
        words = _("paragraph %(number)d") % {"number": number}
        labels[block.id] = f"{heading} · {words}" if heading else words
    return labels


def label_of(place: Place, labels: dict[str, str]) -> str:
    """The place of an opinion in words."""
    if place.given is None:
        return _("The whole text")
    return labels.get(place.anchor.block_id, "") if place.anchor else _("To be placed again")


def filtered(lines: Sequence[Line], *, unit: str = "", outcome: str = "", number: int | None = None) -> list[Line]:
    """The lines of one unit, with one outcome, of one round; ``lost`` and ``maintained`` are outcomes too."""
    tests = {
        "lost": lambda line: line.place is not None and line.place.is_lost,
        "maintained": lambda line: line.is_maintained,
    }
    chosen = tests.get(outcome, lambda line: line.outcome == outcome)
    return [
        line
        for line in lines
        if (not unit or line.unit.code == unit)
        and (not outcome or chosen(line))
        and (number is None or line.round.number == number)
    ]


def maintained_of(document: JointDocument, actor: Actor) -> list[Line]:
    """What units maintain although it was not adopted: every signatory reads it before signing."""
    found = opinions_of(document, actor)
    lines = [Line(one.round, one.unit, Place(one, None, None)) for one in found]
    maintained = [line for line in lines if line.is_maintained]
    with_changes(line.opinion for line in maintained)
    return maintained
