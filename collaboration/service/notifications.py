"""Who hears of each step of a service: those who handle it in the two units, and who keeps the seal."""

from collaboration.notifications.models import Category
from collaboration.notifications.notify import Audience, notify
from collaboration.service.models import Service
from tenants.identity.roles import Role

HANDLING = (Role.HANDLER,)


def to_entrusting(service: Service, act: str, *, is_action: bool = False) -> None:
    """The entrusting unit hears at once: its terms run from the day of service."""
    told = [Audience(service.request.asking_unit, roles=HANDLING)]
    notify(service.matter, act, told, category=Category.ACTION if is_action else Category.PROGRESS)


def finished(service: Service, act: str) -> None:
    """The entrusting unit learns the day, the seal keeper that the proof waits."""
    told = [
        Audience(service.request.asking_unit, roles=HANDLING),
        Audience(service.matter.drafting_unit, roles=(Role.SEAL_KEEPER,)),
    ]
    notify(service.matter, act, told, category=Category.ACTION)


def to_serving(service: Service, act: str) -> None:
    """Those who serve have to look at it again."""
    told = [Audience(service.matter.drafting_unit, roles=HANDLING)]
    notify(service.matter, act, told, category=Category.ACTION)


def to_both(service: Service, act: str) -> None:
    """Those who handle it in both units: they have the proof, or the last day has passed."""
    told = [
        Audience(service.matter.drafting_unit, roles=HANDLING),
        Audience(service.request.asking_unit, roles=HANDLING),
    ]
    notify(service.matter, act, told, category=Category.ACTION)
