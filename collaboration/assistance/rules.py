"""Who may take which step with a request, and in which of its states."""

from django.utils.translation import gettext_lazy as _

from collaboration.assistance.catalogue.addressees import Way, way_between
from collaboration.assistance.models import AssistanceRequest, Status
from collaboration.levels.rules import decider
from collaboration.matters import steps
from tenants.identity.actor import Actor
from tenants.identity.roles import Role


def asks(actor: Actor, request: AssistanceRequest) -> bool:
    """Whether the acting unit is the one that asks."""
    return request.asking_unit == actor.unit


def is_asked(actor: Actor, request: AssistanceRequest) -> bool:
    """Whether the acting unit is the one that is asked now."""
    return request.addressee == actor.unit


def is_either(actor: Actor, request: AssistanceRequest) -> bool:
    """Whether the acting unit is one of the two sides."""
    return asks(actor, request) or is_asked(actor, request)


def decides(actor: Actor, request: AssistanceRequest) -> bool:
    """Whether the acting unit decides whether the request may cross the levels."""
    return decider(request.asking_unit, request.addressee) == actor.unit


Rule = steps.Rule[AssistanceRequest]

HANDLER = frozenset({Role.HANDLER})
HANDLER_OR_SIGNATORY = frozenset({Role.HANDLER, Role.SIGNATORY})
RECEIVING = frozenset({Role.HANDLER, Role.LIAISON})
BY_ASKING_HANDLER = _("Only a handler of the asking unit can do this.")
BY_ASKED_HANDLER = _("Only a handler of the unit that is asked can do this.")

EDIT = Rule(HANDLER, asks, frozenset({Status.DRAFT}), BY_ASKING_HANDLER, _("The request was sent already."))
SEND = Rule(HANDLER, asks, frozenset({Status.DRAFT}), BY_ASKING_HANDLER, _("The request was sent already."))
DECIDE_LEVEL = Rule(
    frozenset({Role.APPROVER}),
    decides,
    frozenset({Status.LEVEL_DECISION}),
    _("Only an approver of the superior unit decides across levels."),
)
RECEIVE = Rule(RECEIVING, is_asked, frozenset({Status.SENT}), _("Only a handler or the liaison can receive a request."))
ACCEPT = Rule(HANDLER, is_asked, frozenset({Status.RECEIVED}), BY_ASKED_HANDLER)
DECLINE = Rule(HANDLER_OR_SIGNATORY, is_asked, frozenset({Status.RECEIVED}), BY_ASKED_HANDLER)
RETURN = Rule(HANDLER, is_asked, frozenset({Status.RECEIVED}), BY_ASKED_HANDLER)
FORWARD = Rule(HANDLER, is_asked, frozenset({Status.RECEIVED}), BY_ASKED_HANDLER)
COMPLETE = Rule(HANDLER, asks, frozenset({Status.RETURNED}), BY_ASKING_HANDLER)
SPLIT = Rule(HANDLER, is_asked, frozenset({Status.ACCEPTED}), BY_ASKED_HANDLER)
REPORT = Rule(HANDLER, is_asked, frozenset({Status.ACCEPTED}), BY_ASKED_HANDLER)
ASK = Rule(
    HANDLER,
    is_either,
    frozenset({Status.RECEIVED, Status.RETURNED, Status.ACCEPTED, Status.ANSWERED}),
    _("Only handlers of the two units can ask questions."),
)
REPLY = Rule(HANDLER_OR_SIGNATORY, is_asked, frozenset({Status.ACCEPTED}), BY_ASKED_HANDLER)
CONFIRM = Rule(HANDLER, asks, frozenset({Status.ANSWERED}), BY_ASKING_HANDLER)
WITHDRAW = Rule(
    HANDLER_OR_SIGNATORY,
    asks,
    frozenset({Status.LEVEL_DECISION, Status.SENT, Status.RECEIVED, Status.RETURNED}),
    BY_ASKING_HANDLER,
    _("After acceptance a request is not withdrawn; end the assistance instead."),
)
END = Rule(HANDLER_OR_SIGNATORY, asks, frozenset({Status.ACCEPTED}), BY_ASKING_HANDLER)
HAND_OVER = Rule(HANDLER, is_asked, frozenset({Status.ENDED}), BY_ASKED_HANDLER)
READ_CONFIDENCES = Rule(
    HANDLER_OR_SIGNATORY,
    is_either,
    frozenset(set(Status) - {Status.PURGED, Status.LEVEL_DECISION}),
    _("Only those who handle the request in the two units open personal data."),
)


def may_decline(request: AssistanceRequest) -> bool:
    """An assignment from above is not declined, it is answered in writing (case transfer rules, part 2)."""
    return way_between(request.asking_unit, request.addressee) != Way.DOWNWARDS
