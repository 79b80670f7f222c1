"""What lists say of matters of any kind: their titles and where they are opened."""

from collections.abc import Iterable

from django.urls import reverse

from collaboration.matters import kinds
from collaboration.matters.models import Matter


def titles_of(matters: Iterable[Matter]) -> dict[int, str]:
    """The titles of matters the reader may see; one query for each kind among them."""
    by_kind: dict[str, list[int]] = {}
    for matter in matters:
        by_kind.setdefault(matter.kind, []).append(matter.pk)
    return {pk: title for kind, ids in by_kind.items() for pk, title in kinds.kind_of(kind).titles(ids).items()}


def address_of(matter: Matter) -> str:
    """The page of a matter."""
    return reverse(kinds.kind_of(matter.kind).url_name, args=[matter.public_id])


def step_label(matter: Matter, step: str) -> str:
    """What has to be done."""
    return str(kinds.kind_of(matter.kind).step_labels.get(step, step))


def state_label(matter: Matter) -> str:
    """How far the matter is."""
    return str(kinds.kind_of(matter.kind).state_labels.get(matter.state, matter.state))


def kind_label(matter: Matter) -> str:
    """What kind of matter it is."""
    return str(kinds.kind_of(matter.kind).label)
