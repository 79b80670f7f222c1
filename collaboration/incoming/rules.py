"""Who does what with an incoming matter inside the unit."""

from collaboration.incoming.models import Entry, State
from collaboration.matters.models import Matter, Party
from tenants.identity.actor import Actor
from tenants.identity.roles import Role

PREPARING = frozenset({Role.HANDLER, Role.LIAISON})
LEADING = frozenset({Role.SIGNATORY, Role.APPROVER})
OVER = frozenset({State.ANSWERED, State.SENT_BACK})
ALLOWED_FROM = {
    "register": frozenset({State.RECEIVED}),
    "send_back": frozenset({State.RECEIVED, State.REGISTERED}),
    "propose": frozenset({State.REGISTERED, State.PROPOSED, State.INSTRUCTED}),
    "instruct": frozenset({State.REGISTERED, State.PROPOSED, State.INSTRUCTED}),
    "circulate": frozenset(set(State) - {State.SENT_BACK}),
    "answer": frozenset({State.REGISTERED, State.PROPOSED, State.INSTRUCTED}),
}
BY = {name: LEADING if name == "instruct" else PREPARING | LEADING if name == "circulate" else PREPARING
      for name in ALLOWED_FROM}  # fmt: skip


def can_receive(actor: Actor) -> bool:
    """Handlers and the liaison."""
    return bool(PREPARING.intersection(actor.membership.roles))


def is_addressed(actor: Actor, matter: Matter) -> bool:
    """Whether the matter came to the unit to be signed for: not its own, and nothing it only knows of."""
    return Party.objects.filter(matter=matter, unit=actor.unit, ground__in=Party.ADDRESSED).exists()


def may(actor: Actor, act: str) -> bool:
    """Whether this person takes such steps at all."""
    return bool(BY[act].intersection(actor.membership.roles))


def is_open(actor: Actor, entry: Entry, act: str) -> bool:
    """Whether this person may take the step now: decides which forms show."""
    return may(actor, act) and entry.state in ALLOWED_FROM[act]
