"""What the page of a case shows besides the request: hand-over lists, what was reported back, what is negotiated."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from collaboration.assistance.models import AssistanceRequest, Status
from collaboration.assistance.panels import Action
from collaboration.assistance.rules import is_either
from collaboration.transfers import rules
from collaboration.transfers.models import Coordination, CoordinationState, Filing, Stage
from collaboration.transfers.workflow.taking import is_stating
from tenants.identity.actor import Actor

DISPUTABLE = (Status.RECEIVED, Status.RETURNED, Status.ACCEPTED, Status.DECLINED)
DISPUTED_KINDS = ("transfer", "lead", "evidence")


def panel(request: HttpRequest, asked: AssistanceRequest) -> str | None:
    """A card for the two sides, once there is something in it."""
    if not is_either(request.actor, asked):
        return None
    lists = [one for one in asked.hand_overs.all() if one.handed_at]
    reports = list(asked.reports.all())
    if not lists and not rules.is_running(asked):
        return None
    context = {"asked": asked, "lists": lists, "reports": reports, "stages": _stages(asked)}
    return render_to_string("transfers/_panel.html", context, request)


def _stages(asked: AssistanceRequest) -> list[dict[str, str]]:
    """The bar of the case: handed over, then what is reported back."""
    reported = {one.stage: one.words for one in asked.reports.all()}
    is_taken = asked.hand_overs.exclude(taken_at=None).exists()
    following = rules.next_stage(asked)
    first = {"label": _("File handed over"), "state": "done" if is_taken else "now"}
    return [first] + [
        {"label": str(reported.get(stage, stage.label)),
         "state": "done" if stage in reported else "now" if stage == following else ""}
        for stage in Stage
    ]  # fmt: skip


def actions(request: HttpRequest, asked: AssistanceRequest) -> Iterator[Action]:
    """Hand over, take over, report back: whichever it is time for."""
    actor = request.actor
    if not (rules.hands_over(actor, asked) or rules.takes_over(actor, asked)):
        return
    kept = rules.open_list(asked)
    is_first = not asked.hand_overs.exclude(taken_at=None).exists()
    address = reverse("transfers:hand_over", args=[asked.public_id])
    if rules.hands_over(actor, asked) and not (kept and kept.handed_at):
        words = _("Write and sign the hand-over list") if is_first else _("Hand further material over")
        yield Action(words, address, "clipboard-list", is_primary=is_first)
    if rules.takes_over(actor, asked):
        if kept and kept.handed_at:
            yield Action(
                _("Check the hand-over list"),
                reverse("transfers:take_over", args=[asked.public_id]),
                "clipboard-check",
                is_primary=True,
                instead_of="reply",
            )
        if stage := rules.next_stage(asked):
            words = _("Report back: %(stage)s") % {"stage": stage.label}
            yield Action(words, reverse("transfers:report", args=[asked.public_id]), "milestone", not kept, "reply")


def disputes(request: HttpRequest, asked: AssistanceRequest) -> str | None:
    """Negotiations about the case and what came of them, for whoever takes part in them."""
    seen = Coordination.objects.visible_to(request.actor)
    found = list(seen.about(asked.public_id, asked.case_number).with_units())
    context = {"found": found}
    return render_to_string("transfers/_disputes.html", context, request) if found else None


def dispute_action(request: HttpRequest, asked: AssistanceRequest) -> Iterator[Action]:
    """Who of the two sides is competent is disputed from the page of the case."""
    actor = request.actor
    if asked.status not in DISPUTABLE or not is_either(actor, asked) or not is_stating(actor):
        return
    if rules.designated(asked):
        return
    open_ones = Coordination.objects.visible_to(actor).about(asked.public_id)
    if not open_ones.exclude(matter__state=CoordinationState.SETTLED).exists():
        address = f"{reverse('transfers:dispute')}?case={asked.pk}"
        yield Action(_("Dispute the jurisdiction"), address, "scale")


def about(actor: Actor, found: Coordination) -> dict[str, Any]:
    """The cases that an exchange is about, as far as the person sees them: as requests, or as filed with the unit."""
    cases = list(found.cases.values_list("about", flat=True))
    asked = AssistanceRequest.objects.visible_to(actor).filter(matter__public_id__in=cases).with_units()
    filed = Filing.objects.visible_to(actor).filter(about__in=cases, province=actor.unit).with_units()
    return {"cases": list(asked), "filed": list(filed)}
