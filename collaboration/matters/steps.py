"""Steps with whatever people act on together: who may take one and when, and how it begins and ends under the lock."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from collaboration.errors import NotAllowed, WrongState
from collaboration.matters.models import Matter
from tenants.identity.actor import Actor
from tenants.identity.roles import Role

NOT_NOW = _("It is no longer, or not yet, time for this step.")


class OfMatter(Protocol):
    """What a space keeps of a matter: a row with the matter's key, its state and its own address."""

    @property
    def status(self) -> Any: ...

    def get_absolute_url(self) -> str: ...


Thing = TypeVar("Thing", bound=OfMatter)
Row = TypeVar("Row", bound=Any)


@dataclass(frozen=True)
class Rule(Generic[Thing]):
    """One step: who takes it, from which states, and what everybody else is told."""

    roles: frozenset[Role]
    side: Callable[[Actor, Thing], bool]
    states: frozenset[Any]
    not_allowed: str | Promise
    wrong_state: str | Promise = NOT_NOW

    def allows(self, actor: Actor, thing: Thing) -> bool:
        """Whether this person may take the step at all."""
        return any(actor.has(role) for role in self.roles) and self.side(actor, thing)

    def is_open(self, actor: Actor, thing: Thing) -> bool:
        """Whether this person may take the step now: decides which buttons show."""
        return thing.status in self.states and self.allows(actor, thing)


def take_up(actor: Actor, rows: QuerySet[Row], matter: int, rule: Rule[Row]) -> Row:
    """Lock the matter, read its row again and hold it against the rule.

    Of two people at once the second waits here and then meets the state that the first has left.
    """
    locked = Matter.objects.select_for_update(no_key=True).filter(pk=matter).first()
    fresh = rows.filter(pk=matter).first() if locked else None
    if fresh is None or not rule.allows(actor, fresh):
        raise NotAllowed(rule.not_allowed)
    if fresh.status not in rule.states:
        raise WrongState(rule.wrong_state)
    return fresh


def move(matter: Matter, state: str | None, closing: Collection[str]) -> None:
    """Put the matter into a state (or leave it there) and on top of the lists; some states close it."""
    matter.changed_at = timezone.now()
    fields = ["changed_at"]
    if state is not None:
        matter.state = state
        fields.append("state")
    if state in closing:
        matter.closed_at = matter.changed_at
        fields.append("closed_at")
    matter.save(update_fields=fields)
