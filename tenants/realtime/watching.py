"""What spaces below the sockets say of them: who may hear that an object changed, and what a page is greeted with."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from tenants.audit.models import Record
from tenants.identity.actor import Actor

_rules: list[Callable[[Actor, UUID], bool]] = []
_greetings: dict[str, Callable[[Actor], int]] = {}


def allow(rule: Callable[[Actor, UUID], bool]) -> None:
    """Add a rule, in ``ready()``: whether this person may see the object with this public id."""
    _rules.append(rule)


def greet(name: str, number: Callable[[Actor], int]) -> None:
    """Add a number, in ``ready()``, that every socket is told when it opens: what the page compares its own with."""
    _greetings[name] = number


def may_watch(actor: Actor, chain: UUID) -> bool:
    """Whether some rule lets this person see the object."""
    with actor.acting():
        return any(rule(actor, chain) for rule in _rules)


def changed_since(actor: Actor, chain: UUID, since: datetime) -> bool:
    """Whether anything was recorded on the object after this moment."""
    with actor.acting():
        return Record.objects.filter(chain=chain, at__gt=since).exists()


def any_changed_since(actor: Actor, since: datetime) -> bool:
    """Whether anything was recorded on whatever the acting unit is a party of after this moment."""
    with actor.acting():
        return Record.objects.filter(parties__contains=[actor.unit.pk], at__gt=since).exists()


def greeting(actor: Actor) -> dict[str, int]:
    """The numbers that this person's page is greeted with."""
    with actor.acting():
        return {name: number(actor) for name, number in _greetings.items()}
