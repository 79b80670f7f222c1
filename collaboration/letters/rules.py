"""Who writes, signs, seals and sends a unit's letters, and when."""

from collections.abc import Callable

from django.utils.translation import gettext_lazy as _

from collaboration.assistance import rules as requests
from collaboration.assistance.models import AssistanceRequest, Status
from collaboration.letters.models import Letter, Sort, State
from collaboration.letters.models.letter import FINISHED, UNDER_WAY
from collaboration.matters import steps
from tenants.identity.actor import Actor
from tenants.identity.roles import Role

Rule = steps.Rule[Letter]
Side = Callable[[Actor, AssistanceRequest], bool]


def is_own(actor: Actor, letter: Letter) -> bool:
    """Whether the letter is the acting unit's."""
    return letter.matter.drafting_unit_id == actor.unit.pk


BY_HANDLER = _("Only a handler of the unit can do this.")
HANDLER = frozenset({Role.HANDLER})
DRAFT = frozenset({State.DRAFT})
EDIT = Rule(HANDLER, is_own, DRAFT, BY_HANDLER, _("The letter was submitted already."))
SUBMIT = Rule(HANDLER, is_own, DRAFT, BY_HANDLER, _("The letter was submitted already."))
SIGN = Rule(
    frozenset({Role.SIGNATORY}),
    is_own,
    frozenset({State.SUBMITTED}),
    _("Only a signatory of the unit can sign its letters."),
)
RETURN = SIGN
RELEASE = Rule(
    frozenset({Role.SEAL_KEEPER}),
    is_own,
    frozenset({State.SEALING}),
    _("Only the seal keeper of the unit releases its seal."),
)
RESUME = Rule(HANDLER | {Role.SEAL_KEEPER}, is_own, frozenset({State.SIGNED, State.SEALING}), BY_HANDLER)
CANCEL = Rule(HANDLER | {Role.SIGNATORY}, is_own, frozenset({*UNDER_WAY, *FINISHED}), BY_HANDLER)
HAND_OVER = Rule(HANDLER, is_own, frozenset(FINISHED), BY_HANDLER)

WHEN: dict[Sort, tuple[Side, frozenset[Status]]] = {
    Sort.REQUEST: (requests.asks, frozenset({Status.DRAFT})),
    Sort.ACKNOWLEDGEMENT: (requests.is_asked, frozenset({Status.RECEIVED, Status.ACCEPTED})),
    Sort.REPLY: (requests.is_asked, frozenset({Status.ACCEPTED})),
    Sort.SERVICE: (requests.is_asked, frozenset({Status.ACCEPTED})),
    Sort.OUTSIDE: (requests.is_asked, frozenset({Status.ACCEPTED})),
}


def may_write(actor: Actor, request: AssistanceRequest, sort: Sort) -> bool:
    """Whether the person can begin a letter of this sort on the request now."""
    side, states = WHEN[sort]
    if not actor.has(Role.HANDLER) or not side(actor, request) or request.status not in states:
        return False
    if sort == Sort.SERVICE:
        return request.kind_version.kind_id == "service"
    return sort != Sort.OUTSIDE or bool(request.outside)


LETTERS_IN = frozenset({Status.DRAFT, Status.RECEIVED, Status.ACCEPTED})
