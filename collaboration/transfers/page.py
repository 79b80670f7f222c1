"""What the page of a transferred case shows besides the request: the hand-over lists and what was reported back."""

from collections.abc import Iterator

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from collaboration.assistance.models import AssistanceRequest
from collaboration.assistance.panels import Action
from collaboration.assistance.rules import is_either
from collaboration.transfers import rules
from collaboration.transfers.models import Stage


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
