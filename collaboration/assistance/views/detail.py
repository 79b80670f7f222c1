"""One request: how far it is, what to do next, what was asked, said and replied, what happened."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from collaboration.assistance import joining, panels, progress, reading, rules
from collaboration.assistance.catalogue.addressees import way_between
from collaboration.assistance.kinds import STEP_LABELS
from collaboration.assistance.models import AssistanceRequest, Status
from collaboration.assistance.views.finding import request_page, step_page
from collaboration.assistance.workflow import closing, opening, papers
from collaboration.casefiles.rules import is_hidden
from collaboration.deadlines.lights import light_of, until
from collaboration.incoming.house import house
from collaboration.internal.notes import notes_on
from collaboration.levels.rules import decider
from collaboration.notifications.marking import wish
from collaboration.supervision.contacts import contacts_of
from collaboration.worklist.models import Waiting
from tenants.audit.timeline import timeline

ACTIONS = {
    "edit": rules.EDIT,
    "send": rules.SEND,
    "decide_level": rules.DECIDE_LEVEL,
    "receive": rules.RECEIVE,
    "accept": rules.ACCEPT,
    "decline": rules.DECLINE,
    "return": rules.RETURN,
    "forward": rules.FORWARD,
    "complete": rules.COMPLETE,
    "split": rules.SPLIT,
    "report": rules.REPORT,
    "ask": rules.ASK,
    "reply": rules.REPLY,
    "confirm": rules.CONFIRM,
    "withdraw": rules.WITHDRAW,
    "end": rules.END,
    "hand_over": rules.HAND_OVER,
    "open_confidences": rules.READ_CONFIDENCES,
}
BEFORE_ITS_END = ("declined", "level_refused", "withdrawn", "ended")
HELD = ("accept", "decline", "return", "forward", "split", "reply", "confirm", "end")  # shown if joining spaces let it


@require_GET
@request_page
def detail(request: HttpRequest, asked: AssistanceRequest) -> HttpResponse:
    """Everything about one request that the acting unit may see."""
    return render(request, "assistance/detail.html", _shown(request, asked, is_open=False))


@require_POST
@step_page(rules.READ_CONFIDENCES)
def open_confidences(request: HttpRequest, asked: AssistanceRequest) -> HttpResponse:
    """Open the personal data, which is recorded, and show them on this one page."""
    if is_hidden(request.actor, asked.matter):
        raise PermissionDenied(_("Hidden from daily work since its term has passed; signatories still open it."))
    opening.open_confidences(request.actor, asked)
    return render(request, "assistance/detail.html", _shown(request, asked, is_open=True))


def _shown(request: HttpRequest, asked: AssistanceRequest, *, is_open: bool) -> dict[str, object]:
    actor = request.actor
    can = {name: rule.is_open(actor, asked) for name, rule in ACTIONS.items()}
    can["open_confidences"] &= not is_hidden(actor, asked.matter)
    can["decline"] &= rules.may_decline(asked)
    joined = panels.actions_of(request, asked)
    can.update({action.instead_of: False for action in joined if action.instead_of})
    held = {step: why for step in HELD if can[step] and (why := joining.held_back(step, actor, asked))}
    can.update(dict.fromkeys(held, False))
    rows = list(Waiting.objects.open().filter(matter=asked.pk).select_related("deadline", "unit"))
    rows.sort(key=lambda row: row.step not in STEP_LABELS)  # its own clock before those of what is built on it
    clock = next((row.deadline for row in rows if hasattr(row, "deadline")), None)
    is_side = rules.is_either(actor, asked)
    replies = asked.replies.select_related("unit") if is_side else []
    entries = timeline(asked.public_id)
    return {
        "asked": asked,
        "can": can,
        "joined": joined,
        "owes_reply": rules.REPLY.is_open(actor, asked),
        "wanted_papers": [one.words for one in papers.wanted(asked.kind_version.proof)],
        "held": list(dict.fromkeys(why for step, why in held.items() if step != "split")),
        "panels": panels.panels_of(request, asked),
        "stages": progress.stages(asked),
        "is_side": is_side,
        "own_unit": actor.unit.pk,
        "is_open": is_open,
        "answers": reading.answers_of(asked, may_open=is_open),
        "has_confidences": bool(asked.confidences),
        "replies": [(one, reading.answers_in(asked, one, may_open=is_open)) for one in replies],
        "conversation": reading.conversation(asked) if is_side else [],
        "parts": AssistanceRequest.objects.visible_to(actor).filter(origin=asked).with_units(),
        "beside": reading.beside(actor, asked),
        "way": way_between(asked.asking_unit, asked.addressee),
        "decider": decider(asked.asking_unit, asked.addressee),
        "waits_for": list(dict.fromkeys(row.unit.display_name for row in rows)),
        "light": light_of(clock) if clock else None,
        "until": until(clock) if clock else "",
        "contact": contacts_of([asked.addressee])[asked.addressee_id],
        "deadline": clock if is_side and asked.status not in (Status.DRAFT, Status.LEVEL_DECISION) else None,
        "proposal": clock.proposals.filter(outcome="open").select_related("unit").first()
        if clock and is_side
        else None,
        "closes_by_itself": asked.status == Status.ANSWERED and closing.closes_by_itself(asked.kind_version),
        "house": house(actor, asked.matter, rows),
        "matter": asked.matter,
        "notes": notes_on(asked.public_id, actor),
        "entries": entries,
        "why_over": next((one for one in entries if one.act in BEFORE_ITS_END), None)
        if asked.matter.closed_at
        else None,
        "wish": wish(actor, asked.public_id),
    }
