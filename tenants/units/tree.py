"""The units as a tree, opened along one path."""

from collections import Counter
from dataclasses import dataclass, field

from tenants.units.models import Level, Unit


@dataclass(slots=True)
class Node:
    """A unit in the tree: how many open units lie directly below, and those that are shown."""

    unit: Unit
    below: int = 0
    is_open: bool = False
    children: list["Node"] = field(default_factory=list)


def tree(opened: Unit | None) -> list[Node]:
    """The alliance down to its cities, and what lies below the opened unit and beside the path to it; four queries."""
    path = _path(opened)
    shown = Unit.objects.open()
    units = list(shown.filter(level__lte=Level.PROVINCE) | shown.filter(parent__in=path))
    counts = Counter(shown.filter(parent__in=[unit.pk for unit in units]).values_list("parent_id", flat=True))
    nodes = {unit.pk: Node(unit, counts[unit.pk], unit.pk in path) for unit in units}
    roots = []
    for unit in units:
        above = nodes.get(unit.parent_id)
        (above.children if above else roots).append(nodes[unit.pk])
    for root in roots:
        root.is_open = True
    return roots


def _path(unit: Unit | None) -> set[int]:
    """The unit and everything above it."""
    path = set()
    while unit is not None:
        path.add(unit.pk)
        unit = unit.parent
    return path
