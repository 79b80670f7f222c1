"""What document service adds to a request of its kind: a card, a button, what comes before and after its steps."""

from collections.abc import Iterable

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from collaboration.assistance.models import AssistanceRequest, Status
from collaboration.assistance.panels import Action
from collaboration.assistance.rules import is_either
from collaboration.errors import WorkflowError
from collaboration.service import rules
from collaboration.service.acts import REQUEST_KIND
from collaboration.service.models import Service, State
from collaboration.service.reading import newest_for, proposed_reply
from collaboration.service.terms import days_ahead, legal_days, serve_by
from collaboration.service.workflow import serving
from tenants.identity.actor import Actor

AHEAD = (Status.SENT, Status.RECEIVED, Status.RETURNED, Status.ACCEPTED)


def panel(request: HttpRequest, asked: AssistanceRequest) -> str | None:
    """How far the service is, for the two units; before it has begun, by when it has to be served."""
    service = newest_for(request.actor, asked.pk)
    if service is None and not (asked.status in AHEAD and is_either(request.actor, asked)):
        return None
    context = {"service": service, "asked": asked, "can_begin": rules.can_begin(request.actor, asked)}
    context |= legal_days(service) if service else days_ahead(asked)
    if service:
        context["can_begin"] = context["can_begin"] and service.status in (State.SEALED, State.ENDED)
    return render_to_string("service/_panel.html", context, request)


def actions(request: HttpRequest, asked: AssistanceRequest) -> Iterable[Action]:
    """The way to the door, and to what is served."""
    service = newest_for(request.actor, asked.pk)
    if service and rules.SERVE.is_open(request.actor, service):
        yield Action(_("Record service"), reverse("service:door", args=[service.public_id]), "smartphone", True)


def refuse_sub_entrusting(actor: Actor, request: AssistanceRequest) -> None:
    """Who was entrusted with serving serves by itself (民事诉讼法 article 91: the entrusted side serves)."""
    if request.kind_version.kind_id == REQUEST_KIND:
        raise WorkflowError(_("Who is entrusted with serving a paper does not entrust others with it."))


def refuse_past_day(actor: Actor, request: AssistanceRequest) -> None:
    """Nobody is asked to serve by a day that has passed."""
    last = serve_by(request) if request.kind_version.kind_id == REQUEST_KIND else None
    if last and last < timezone.localdate():
        raise WorkflowError(_("The last day on which the paper may be served lies in the past: set another one."))


def want_proof(actor: Actor, request: AssistanceRequest) -> None:
    """The reply to such a request comes with its proof, or with the statement of what was tried."""
    if request.kind_version.kind_id != REQUEST_KIND:
        return
    finished = [State.SEALING, State.SEALED]
    if not Service.objects.visible_to(actor).filter(request=request, matter__state__in=finished).exists():
        raise WorkflowError(_("Make out the proof of service first, or state that it cannot be served."))


def propose_reply(actor: Actor, request: AssistanceRequest) -> dict[str, str]:
    """The reply begins with what became of it, and the code of the proof."""
    service = newest_for(actor, request.pk)
    return {"result": proposed_reply(service)} if service and service.result else {}


def end_services(actor: Actor, request: AssistanceRequest) -> None:
    """When the assistance ends, nobody goes on serving."""
    for service in Service.objects.visible_to(actor).filter(request=request, matter__state=State.SERVING).with_units():
        serving.end(service)
