"""Who may take which step of a service. The database asks the same again."""

from django.utils.translation import gettext_lazy as _

from collaboration.assistance.models import AssistanceRequest, Status
from collaboration.matters import steps
from collaboration.service.acts import REQUEST_KIND
from collaboration.service.models import Service, State
from tenants.identity.actor import Actor
from tenants.identity.roles import Role


def serves(actor: Actor, service: Service) -> bool:
    """Whether the acting unit is the one that serves."""
    return service.matter.drafting_unit_id == actor.unit.pk


def is_either(actor: Actor, service: Service) -> bool:
    """Whether the acting unit serves, or is the one that entrusted it."""
    return serves(actor, service) or service.request.asking_unit == actor.unit


Rule = steps.Rule[Service]

HANDLER = frozenset({Role.HANDLER})
BY_SERVING_HANDLER = _("Only a handler of the serving unit can do this.")
FINISHED = _("The proof of service is made out already.")
SERVE = Rule(HANDLER, serves, frozenset({State.SERVING}), BY_SERVING_HANDLER, FINISHED)
STRIKE = Rule(HANDLER, serves, frozenset({State.SERVING}), BY_SERVING_HANDLER, FINISHED)
FINISH = Rule(HANDLER, serves, frozenset({State.SERVING}), BY_SERVING_HANDLER, FINISHED)
PRINT = Rule(HANDLER, serves, frozenset({State.SERVING}), BY_SERVING_HANDLER, FINISHED)
TAKE_BACK = Rule(HANDLER, serves, frozenset({State.SEALING}), BY_SERVING_HANDLER)
RELEASE = Rule(
    frozenset({Role.SEAL_KEEPER}),
    serves,
    frozenset({State.SEALING}),
    _("Only the seal keeper of the serving unit releases its seal."),
)
RESUME = Rule(frozenset({Role.HANDLER, Role.SEAL_KEEPER}), serves, frozenset({State.SEALING}), BY_SERVING_HANDLER)
READ_CONFIDENCES = Rule(
    frozenset({Role.HANDLER, Role.SIGNATORY, Role.SEAL_KEEPER}),
    is_either,
    frozenset({State.SERVING, State.SEALING, State.SEALED, State.ENDED}),
    _("Only those who handle the service in the two units open personal data."),
)


def can_begin(actor: Actor, request: AssistanceRequest) -> bool:
    """A handler of the unit that accepted begins; it may not entrust others with it."""
    is_asked = request.addressee_id == actor.unit.pk and request.status == Status.ACCEPTED
    return is_asked and request.kind_version.kind_id == REQUEST_KIND and actor.has(Role.HANDLER)
