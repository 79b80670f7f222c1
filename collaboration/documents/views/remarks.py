"""Opinions and proposals as the drafting editor shows them beside the words they are about."""

from typing import Any

from collaboration.documents.drafting.blocks import blocks_of
from collaboration.documents.models import Draft, JointDocument, Opinion, Version
from collaboration.documents.opinions.placing import Text
from collaboration.documents.text.anchors import Anchor
from collaboration.documents.text.blocks import Block
from tenants.identity.actor import Actor


def remarks_on(document: JointDocument, draft: Draft, actor: Actor) -> list[dict[str, Any]]:
    """Every opinion handed in that is not decided on: where its words are now, or without a block where they are gone.

    Where the drafting unit placed one again, that place counts.
    Places count code points of the paragraph as it is written, without a number that makes itself.
    """
    shown = Opinion.objects.visible_to(actor).handed_in().filter(round__document=document, disposition=None)
    shown = shown.exclude(round__closed_at=None).select_related("unit", "round__version")
    found = list(shown.prefetch_related("placements__version").order_by("given_at", "pk"))
    if not found:
        return []
    now = blocks_of(draft.blocks)
    numbers, text = _numbers(draft, now), Text(Version(blocks=[block.to_json() for block in now]))
    return [_remark(place.opinion, place.anchor, numbers) for place in text.places(found)]


def _numbers(draft: Draft, now: list[Block]) -> dict[str, int]:
    """How many characters of each paragraph are a number that makes itself."""
    written = {line["id"]: line.get("text", "").strip() for line in draft.blocks if line.get("auto")}
    return {block.id: len(block.text) - len(written[block.id]) for block in now if block.id in written}


def _kind(opinion: Opinion) -> str:
    if opinion.kind == Opinion.Kind.DELETE:
        return "delete"
    if not opinion.proposed_text:
        return "opinion"
    return "insert" if opinion.kind == Opinion.Kind.ADD else "replace"


def _remark(opinion: Opinion, place: Anchor | None, numbers: dict[str, int]) -> dict[str, Any]:
    remark: dict[str, Any] = {
        "id": str(opinion.public_id),
        "unit": opinion.unit.display_name,
        "text": opinion.text,
        "proposed": opinion.proposed_text,
        "kind": _kind(opinion),
        "block": "",
        "start": 0,
        "end": 0,
        "quote": opinion.quote,
    }
    if place is None:
        return remark
    before = numbers.get(place.block_id, 0)
    start, end = (place.start, place.end) if place.is_range else (before, len(place.quote))
    places = {"block": place.block_id, "start": max(start - before, 0), "end": max(end - before, 0)}
    return remark | places | {"quote": place.quote[max(before - start, 0) :]}
