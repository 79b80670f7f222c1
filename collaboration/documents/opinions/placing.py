"""Where opinions stand in a text: as they were given, as they were placed again, and carried into the newest words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from collaboration.documents.models import Opinion, Placement, Version
from collaboration.documents.opinions.applying import Proposal
from collaboration.documents.text.anchors import Anchor, carry
from collaboration.documents.text.blocks import Block


@dataclass(frozen=True)
class Place:
    """The place of one opinion: ``None`` as anchor where its words are gone and it has to be placed again."""

    opinion: Opinion
    anchor: Anchor | None
    given: Anchor | None  # on the version it was given on or placed in again; None for the whole text

    @property
    def is_lost(self) -> bool:
        """Whether it has to be placed again."""
        return self.given is not None and self.anchor is None

    @property
    def proposal(self) -> Proposal | None:
        """What adopting it would do to the newest words."""
        if self.anchor is None or not self.opinion.is_proposal:
            return None
        return Proposal(self.opinion.kind, self.anchor, self.opinion.proposed_text)

    @property
    def is_applicable(self) -> bool:
        """Whether the words it speaks of still stand there as they were; a changed wording is for people to judge."""
        return self.proposal is not None and self.given is not None and self.given.quote == self.proposal.anchor.quote


class Text:
    """One state of a text, and where opinions given on other states of it stand in it now."""

    def __init__(self, version: Version) -> None:
        self.version = version
        self.blocks = blocks_of(version)
        self._known: dict[int | None, Sequence[Block]] = {version.pk: self.blocks}  # a text not saved yet has no key

    def places(self, opinions: Iterable[Opinion]) -> list[Place]:
        """A place for every opinion; they come with ``round__version`` and ``placements__version``."""
        return [self.place(opinion) for opinion in opinions]

    def place(self, opinion: Opinion) -> Place:
        """Where one opinion stands."""
        if not opinion.block_id:
            return Place(opinion, None, None)
        put = list(opinion.placements.all())
        source: Opinion | Placement = put[-1] if put else opinion
        version = put[-1].version if put else opinion.round.version
        if version.pk not in self._known:
            self._known[version.pk] = blocks_of(version)
        blocks = self._known[version.pk]
        given = anchor_in(blocks, source)
        return Place(opinion, given and carry(given, blocks, self.blocks), given or _bare(source))


def blocks_of(version: Version) -> list[Block]:
    """The blocks of a version; none where it was purged."""
    return [Block.from_json(block) for block in version.blocks]


def anchor_in(blocks: Sequence[Block], source: Opinion | Placement) -> Anchor | None:
    """The anchor that an opinion or its placement names in the blocks it was made on."""
    block = next((block for block in blocks if block.id == source.block_id), None)
    return Anchor.on(block, source.start, source.end) if block else None


def _bare(source: Opinion | Placement) -> Anchor:
    return Anchor(source.block_id, source.start, source.end, getattr(source, "quote", ""))


def conflicts(places: Iterable[Place]) -> list[list[Place]]:
    """Groups of open proposals that exclude each other, in the order of the first of each."""
    groups: dict[str, list[list[Place]]] = {}
    for place in (one for one in places if one.proposal and not hasattr(one.opinion, "disposition")):
        here = groups.setdefault(place.anchor.block_id if place.anchor else "", [])
        met = [group for group in here if any(_exclude(place, other) for other in group)]
        rest = [group for group in here if group not in met]
        here[:] = [*rest, [*(other for group in met for other in group), place]]
    return [group for here in groups.values() for group in here if len(group) > 1]


def _exclude(one: Place, other: Place) -> bool:
    return one.proposal is not None and other.proposal is not None and one.proposal.excludes(other.proposal)
