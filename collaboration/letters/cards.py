"""What letters add to the page of a request: the approval in the house, the letters, what to do next."""

from collections.abc import Iterator

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from collaboration.approval import reading
from collaboration.approval.words import Label
from collaboration.assistance import rules as requests
from collaboration.assistance.models import AssistanceRequest, Status
from collaboration.assistance.panels import Action
from collaboration.letters import house, rules, terms
from collaboration.letters.models import Department, Letter, OutsideStep, Sort
from collaboration.letters.models.letter import FINISHED, REPLIES, UNDER_WAY, label_of
from collaboration.letters.practice import way_of
from collaboration.letters.workflow import outside
from tenants.identity.actor import Actor

OPEN = (*UNDER_WAY, *FINISHED)


def _letters(actor: Actor, asked: AssistanceRequest) -> list[Letter]:
    return list(Letter.objects.visible_to(actor).filter(request=asked).with_units())


def letters_card(request: HttpRequest, asked: AssistanceRequest) -> str | None:
    """The letters that the acting unit writes or got."""
    if not requests.is_either(request.actor, asked):
        return None
    letters = [one for one in _letters(request.actor, asked) if one.status != "cancelled"]
    context = {"letters": letters, "own": request.actor.unit.pk}
    return render_to_string("letters/_card.html", context, request) if letters else None


def outside_card(request: HttpRequest, asked: AssistanceRequest) -> str | None:
    """What happened with the department outside, what is late, and how the department is reached."""
    sorts = terms.steps_for(asked)
    if not sorts or not requests.is_either(request.actor, asked):
        return None
    done = list(OutsideStep.objects.visible_to(request.actor).filter(request=asked).select_related("unit"))
    context = {
        "asked": asked,
        "steps": done,
        "warnings": terms.warnings(asked, done, timezone.localdate()),
        "departments": Department.objects.around(asked.addressee.code).filter(name=asked.outside),
        "can_record": outside.RECORD.is_open(request.actor, asked) and len(done) < len(sorts),
    }
    return render_to_string("letters/_outside.html", context, request)


def approval_card(request: HttpRequest, asked: AssistanceRequest) -> str | None:
    """How far the unit's own approval is, where it has set a chain."""
    if not requests.is_either(request.actor, asked):
        return None
    approvals = reading.on_page(request.actor, asked.matter, house.WORDS)
    context = {"approvals": approvals, "matter": asked.matter}
    return render_to_string("letters/_approval.html", context, request) if approvals else None


def actions(request: HttpRequest, asked: AssistanceRequest) -> Iterator[Action]:
    """Letters that can be begun, and the one that stands between the unit and its next word."""
    actor = request.actor
    if not requests.is_either(actor, asked) or asked.status not in rules.LETTERS_IN:
        return
    own = [one for one in _letters(actor, asked) if rules.is_own(actor, one)]
    open_ones = {one.sort: one for one in own if one.status in OPEN}
    by_letter = way_of(actor.unit, asked.kind_version).by_letter
    if asked.status == Status.DRAFT and (by_letter or Sort.REQUEST in open_ones):
        letter = open_ones.get(Sort.REQUEST)
        if letter is None or letter.status not in FINISHED:
            yield from _step(actor, asked, Sort.REQUEST, letter, label_of(Sort.REQUEST, asked), "send")
    elif asked.status == Status.ACCEPTED and rules.may_write(actor, asked, Sort.REPLY):
        letter = open_ones.get(Sort.REPLY) or open_ones.get(Sort.SERVICE)
        if by_letter or letter:
            sort = Sort(letter.sort) if letter else _reply_sort(asked)
            yield from _step(actor, asked, sort, letter, _("Reply by letter"), "reply")
        else:
            yield Action(_("Reply by letter"), _new(asked, _reply_sort(asked)), "stamp")
    if asked.outside and Sort.OUTSIDE not in open_ones and rules.may_write(actor, asked, Sort.OUTSIDE):
        if not any(one.sort == Sort.OUTSIDE and one.delivered_at for one in own):
            yield Action(_("Write to the department"), _new(asked, Sort.OUTSIDE), "mail")
    if Sort.ACKNOWLEDGEMENT not in open_ones and rules.may_write(actor, asked, Sort.ACKNOWLEDGEMENT):
        if not _was_acknowledged(actor, asked):
            yield Action(_("Acknowledge by letter"), _new(asked, Sort.ACKNOWLEDGEMENT), "mail-check")


def _step(
    actor: Actor, asked: AssistanceRequest, sort: Sort, letter: Letter | None, label: Label, instead: str
) -> Iterator[Action]:
    """Begin the letter, or go on with the one that is there, in the place of the request's own step."""
    if letter is not None:
        yield Action(label, letter.get_absolute_url(), "stamp", is_primary=True, instead_of=instead)
    elif rules.may_write(actor, asked, sort):
        yield Action(label, _new(asked, sort), "stamp", is_primary=True, instead_of=instead)


def _new(asked: AssistanceRequest, sort: Sort) -> str:
    return reverse("letters:write", args=[asked.public_id, sort])


def _reply_sort(asked: AssistanceRequest) -> Sort:
    return Sort.SERVICE if asked.kind_version.kind_id == "service" else Sort.REPLY


def _was_acknowledged(actor: Actor, asked: AssistanceRequest) -> bool:
    own = Letter.objects.visible_to(actor).filter(request=asked, matter__drafting_unit=actor.unit)
    return own.filter(sort=Sort.ACKNOWLEDGEMENT).exists() or own.filter(sort__in=REPLIES).exists()
