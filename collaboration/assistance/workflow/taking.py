"""How every step begins and moves: under the matter's lock, by somebody who may, while it is time."""

from collaboration.assistance.models import AssistanceRequest, Status
from collaboration.assistance.models.request import OVER
from collaboration.assistance.rules import Rule
from collaboration.matters import steps
from tenants.identity.actor import Actor
from tenants.units.models import Unit


def take_up(actor: Actor, request: AssistanceRequest, rule: Rule) -> AssistanceRequest:
    """The request under its matter's lock, held against the rule."""
    return steps.take_up(actor, AssistanceRequest.objects.with_units(), request.pk, rule)


def sides(request: AssistanceRequest) -> list[Unit]:
    """The two units whose words on it are theirs alone: whoever decided or forwarded it no longer reads them."""
    return [request.asking_unit, request.addressee]


def move(request: AssistanceRequest, status: Status | None = None) -> None:
    """Put the matter into a state (or leave it there) and on top of the lists."""
    steps.move(request.matter, status, OVER)
