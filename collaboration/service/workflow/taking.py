"""How every step begins and moves: under the lock of the service's matter, by somebody who may, while it is time."""

from collaboration.matters import steps
from collaboration.service.models import Service, State
from collaboration.service.rules import Rule
from tenants.identity.actor import Actor

OVER = (State.SEALED, State.ENDED)


def take_up(actor: Actor, service: Service, rule: Rule) -> Service:
    """The service under its matter's lock, held against the rule."""
    return steps.take_up(actor, Service.objects.visible_to(actor).with_units(), service.pk, rule)


def move(service: Service, state: State | None = None) -> None:
    """Put the matter into a state (or leave it there) and on top of the lists."""
    steps.move(service.matter, state, OVER)
