"""The kinds of matter. A space registers its own in ready(): the steps it allows, and how a matter is shown."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from collaboration.matters.models import Step

AllowedStep = tuple[str, str, bool]  # from, to, by the drafting unit alone


@dataclass(frozen=True, slots=True)
class Kind:
    """How matters of one kind move and how lists show them."""

    label: str | Promise
    steps: Iterable[AllowedStep]
    titles: Callable[[Iterable[int]], Mapping[int, str]]  # matter ids (already visible) to titles, one query
    url_name: str  # reversed with the matter's public id
    step_labels: Mapping[str, str | Promise]  # waiting step to what has to be done
    state_labels: Mapping[str, str | Promise]  # state to what people read


def _no_titles(matters: Iterable[int]) -> dict[int, str]:
    """What an old matter was called, only its space knew."""
    return dict.fromkeys(matters, str(_("Earlier matter")))


_kinds: dict[str, Kind] = {}
GONE = Kind(
    label=_("Of a kind that is no longer used"),
    steps=(),
    titles=_no_titles,
    url_name="internal:notes",  # the unit's own file is what is left of it
    step_labels={},
    state_labels={},
)


def register(name: str, kind: Kind) -> None:
    """Make a kind of matter known; called from ``ready()``."""
    _kinds[name] = kind


def extend(name: str, step_labels: Mapping[str, str | Promise]) -> None:
    """Let further steps wait on matters of a kind that is registered already."""
    _kinds[name] = replace(_kinds[name], step_labels={**_kinds[name].step_labels, **step_labels})


def kind_of(name: str) -> Kind:
    """The registered kind of this name. Matters outlive their kind: then it is one that allows nothing."""
    return _kinds.get(name, GONE)


def all_kinds() -> Mapping[str, Kind]:
    """Every registered kind by its name."""
    return _kinds


def write_steps() -> None:
    """Write the registered steps to the table that the database checks every change of state against."""
    wanted = [
        Step(kind=name, from_state=start, to_state=end, by_drafter=by_drafter)
        for name, kind in _kinds.items()
        for start, end, by_drafter in kind.steps
    ]
    Step.objects.bulk_create(
        wanted, update_conflicts=True, unique_fields=["kind", "from_state", "to_state"], update_fields=["by_drafter"]
    )
