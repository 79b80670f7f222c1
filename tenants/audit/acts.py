"""The acts that may be recorded, with the words people read for them. Every kind of object registers its own."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tenants.audit.models import ActKind


@dataclass(frozen=True, slots=True)
class Act:
    """One act: what the timeline says of it, and the sealer's task that follows from it, if any."""

    label: str | Promise
    task: str = ""


_acts: dict[str, Mapping[str, Act]] = {}
_kinds: dict[str, str | Promise] = {}
_internal: dict[str, str | Promise] = {}


def register(kind: str, acts: Mapping[str, Act], *, kind_label: str | Promise = "") -> None:
    """Define the acts of one kind of object, and what people read for the kind; called from ``ready()``."""
    _acts[kind] = acts
    _kinds[kind] = kind_label or kind


def extend(kind: str, acts: Mapping[str, Act]) -> None:
    """Define more acts of a kind that is registered already."""
    _acts[kind] = {**_acts[kind], **acts}


def register_internal(labels: Mapping[str, str | Promise]) -> None:
    """What people of a unit read for its internal acts, on an object of whatever kind."""
    _internal.update(labels)


def kind_label(kind: str) -> str:
    """What people read for a kind of object."""
    return str(_kinds.get(kind, kind))


def defines(kind: str, act: str) -> bool:
    """Whether this act may be recorded of this kind of object."""
    return act in _acts.get(kind, {})


def label(kind: str, act: str) -> str:
    """What people read for an act."""
    known = _acts.get(kind, {}).get(act)
    return str(known.label if known else _internal.get(act, _("Act")))


def write_definitions() -> None:
    """Write the registered acts to the table that the database checks every record against."""
    wanted = [ActKind(kind=kind, act=name, task=act.task) for kind, acts in _acts.items() for name, act in acts.items()]
    ActKind.objects.bulk_create(wanted, update_conflicts=True, unique_fields=["kind", "act"], update_fields=["task"])
