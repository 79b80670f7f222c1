"""How every step on a letter begins and moves."""

from collaboration.letters.models import Letter, State
from collaboration.letters.rules import Rule
from collaboration.matters import steps
from tenants.identity.actor import Actor

CLOSING = (State.ISSUED, State.CANCELLED)


def take_up(actor: Actor, letter: Letter, rule: Rule) -> Letter:
    """The letter under its matter's lock, held against the rule."""
    return steps.take_up(actor, Letter.objects.with_units(), letter.pk, rule)


def move(letter: Letter, state: State | None = None) -> None:
    """Put the matter into a state, or leave it there, and on top of the lists."""
    steps.move(letter.matter, state, CLOSING)
