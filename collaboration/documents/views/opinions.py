"""An invited unit answers; the drafting unit decides on what it was told."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from collaboration.documents import rules
from collaboration.documents.forms import DecisionForm, OpinionForm, ReasonForm
from collaboration.documents.models import Answer, JointDocument, Opinion
from collaboration.documents.progress import own_term
from collaboration.documents.views.finding import step_page, told
from collaboration.documents.workflow import opinions, rounds
from collaboration.errors import WorkflowError


@require_http_methods(["GET", "POST"])
@step_page(rules.ANSWER)
def give(request: HttpRequest, document: JointDocument) -> HttpResponse:
    """The text that was sent, with the unit's opinions beside their paragraphs; a POST notes one more."""
    held = rounds.open_round_of(document)
    if held is None or held.answers.filter(unit=request.actor.unit).exists():
        messages.error(request, _("Your unit has already answered, or no round of opinions is open."))
        return redirect(document)
    form = OpinionForm(request.POST or None, initial={"block_id": request.GET.get("block", "")[:8]})
    if request.method == "POST" and form.is_valid():
        try:
            noted = opinions.note_opinion(request.actor, document, **form.cleaned_data)
        except WorkflowError as error:
            form.add_error(None, str(error))
        else:
            return redirect(f"{request.path}#{noted.block_id or 'whole'}")
    own = list(Opinion.objects.visible_to(request.actor).filter(round=held, unit=request.actor.unit))
    context = {
        "document": document,
        "round": held,
        "until": own_term(document, request.actor),
        "version": held.version,
        "form": form,
        "chosen": next((block["id"] for block in held.version.blocks if block["id"] == form["block_id"].value()), ""),
        "own": own,
        "commented": {opinion.block_id for opinion in own},
    }
    return render(request, "documents/give_opinions.html", context, status=422 if form.errors else 200)


@require_POST
@step_page(rules.ANSWER)
def drop(request: HttpRequest, document: JointDocument, opinion_id: UUID) -> HttpResponse:
    """Strike one of the unit's noted opinions."""
    found = get_object_or_404(Opinion.objects.visible_to(request.actor), public_id=opinion_id)
    with told(request, _("The opinion was removed.")):
        opinions.drop_opinion(request.actor, document, found)
    return redirect("documents:give_opinions", document.public_id)


@require_POST
@step_page(rules.ANSWER)
def answer(request: HttpRequest, document: JointDocument) -> HttpResponse:
    """Hand in the opinions, or say that there are none."""
    outcome = request.POST.get("outcome")
    outcome = outcome if outcome in Answer.Outcome.values else Answer.Outcome.OPINIONS
    with told(request, _("Your unit's answer was submitted.")):
        opinions.answer(request.actor, document, outcome=outcome)
    return redirect(document)


@require_http_methods(["GET", "POST"])
@step_page(rules.DECLINE)
def decline(request: HttpRequest, document: JointDocument) -> HttpResponse:
    """Not take part, with a reason."""
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with told(request, _("Your unit does not take part in this document.")):
            opinions.decline(request.actor, document, reason=form.cleaned_data["reason"])
        return redirect(document)
    return render(request, "documents/decline.html", {"document": document, "form": form})


@require_GET
@step_page(rules.DECIDE)
def decisions(request: HttpRequest, document: JointDocument) -> HttpResponse:
    """Every opinion handed in, each with its decision or a form for it."""
    found = _handed_in(request, document)
    rows = [(opinion, _form(opinion)) for opinion in found]
    undecided = sum(not hasattr(opinion, "disposition") for opinion in found)
    return render(request, "documents/decisions.html", {"document": document, "rows": rows, "undecided": undecided})


def _handed_in(request: HttpRequest, document: JointDocument) -> list[Opinion]:
    shown = Opinion.objects.visible_to(request.actor).handed_in().filter(round__document=document)
    shown = shown.exclude(round__closed_at=None).select_related("unit", "round", "disposition", "author")
    return list(shown.order_by("-round__number", "given_at", "pk"))


def _form(opinion: Opinion, data: object = None) -> DecisionForm:
    decided = getattr(opinion, "disposition", None)
    initial = {"outcome": decided.outcome, "reason": decided.reason} if decided else None
    return DecisionForm(data, initial=initial, prefix=str(opinion.pk))


@require_POST
@step_page(rules.DECIDE)
def decide(request: HttpRequest, document: JointDocument, opinion_id: UUID) -> HttpResponse:
    """Adopt one opinion, adopt it partly, or not."""
    found = _handed_in(request, document)
    opinion = next((one for one in found if one.public_id == opinion_id), None)
    if opinion is None:
        return redirect("documents:decisions", document.public_id)
    form = _form(opinion, request.POST)
    if form.is_valid():
        with told(request, _("The decision was saved.")):
            opinions.decide(request.actor, document, opinion, **form.cleaned_data)
        return redirect(f"{reverse('documents:decisions', args=[document.public_id])}#o{opinion.public_id}")
    rows = [(one, form if one is opinion else _form(one)) for one in found]
    return render(request, "documents/decisions.html", {"document": document, "rows": rows}, status=422)
