"""The unit that asked rates the help it got, once the request is closed; the other side may answer once."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from collaboration.assistance import rules
from collaboration.assistance.models import AssistanceRequest, Rating, Status
from collaboration.assistance.workflow.taking import take_up
from collaboration.errors import WorkflowError, WrongState
from collaboration.matters.record import record
from collaboration.notifications.notify import Audience, notify
from tenants.identity.actor import Actor
from tenants.identity.roles import Role

RATE = rules.Rule(rules.HANDLER_OR_SIGNATORY, rules.asks, frozenset({Status.CLOSED}), rules.BY_ASKING_HANDLER)
ANSWER = rules.Rule(rules.HANDLER_OR_SIGNATORY, rules.is_asked, frozenset({Status.CLOSED}), rules.BY_ASKED_HANDLER)


@transaction.atomic
def rate(actor: Actor, request: AssistanceRequest, *, timeliness: str, effort: str, comment: str = "") -> Rating:
    """Say how timely the answer was and how much was done for it."""
    request = take_up(actor, request, RATE)
    if Rating.objects.filter(request=request).exists():
        raise WrongState(_("Your unit has rated this already."))
    made = Rating.objects.create(
        request=request, unit=request.addressee, timeliness=timeliness, effort=effort, comment=comment.strip(),
        user=actor.user, user_name=actor.name,
    )  # fmt: skip
    record(request.matter, "rated", timeliness=timeliness, effort=effort)
    notify(request.matter, "rated", [Audience(request.addressee, roles=[Role.HANDLER, Role.SIGNATORY])])
    return made


@transaction.atomic
def answer(actor: Actor, request: AssistanceRequest, *, text: str) -> Rating:
    """Answer the rating, once."""
    request = take_up(actor, request, ANSWER)
    found = Rating.objects.filter(request=request, answered_at=None).first()
    if found is None:
        raise WrongState(_("There is no rating, or your unit has answered it."))
    if not text.strip():
        raise WorkflowError(_("Write the answer."), field="text")
    found.answer, found.answered_by, found.answered_at = text.strip(), actor.name, timezone.now()
    found.save(update_fields=["answer", "answered_by", "answered_at"])
    record(request.matter, "rating_answered")
    notify(request.matter, "rating_answered", [Audience(request.asking_unit, roles=[Role.HANDLER])])
    return found
