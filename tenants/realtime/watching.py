"""Who may hear that an object changed: each space below says it for its own objects."""

from collections.abc import Callable
from uuid import UUID

from tenants.identity.actor import Actor

_rules: list[Callable[[Actor, UUID], bool]] = []


def allow(rule: Callable[[Actor, UUID], bool]) -> None:
    """Add a rule, in ``ready()``: whether this person may see the object with this public id."""
    _rules.append(rule)


def may_watch(actor: Actor, chain: UUID) -> bool:
    """Whether some rule lets this person see the object."""
    with actor.acting():
        return any(rule(actor, chain) for rule in _rules)
