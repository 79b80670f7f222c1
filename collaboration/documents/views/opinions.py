"""An invited unit answers: opinions on words, paragraphs or the whole, none, or that it takes no part."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from collaboration.approval.models import HouseOpinion
from collaboration.deadlines.lights import until
from collaboration.documents import rules
from collaboration.documents.forms import ReasonForm
from collaboration.documents.models import Answer, JointDocument, Opinion, Round
from collaboration.documents.opinion_forms import OpinionForm
from collaboration.documents.opinions.table import with_changes
from collaboration.documents.progress import own_clock
from collaboration.documents.views.finding import number_in, step_page, told
from collaboration.documents.workflow import opinions, rounds
from collaboration.errors import WorkflowError


@require_http_methods(["GET", "POST"])
@step_page(rules.ANSWER)
def give(request: HttpRequest, document: JointDocument) -> HttpResponse:
    """The text that was sent, with the unit's opinions beside their paragraphs; a POST notes one more."""
    held = rounds.open_round_of(document)
    if held is None or not held.asks(request.actor.unit) or held.answers.filter(unit=request.actor.unit).exists():
        messages.error(request, _("Your unit has already answered, or is not asked now."))
        return redirect(document)
    start, end = number_in(request.GET, "from"), number_in(request.GET, "to")
    block = request.GET.get("block", "")
    form = OpinionForm(request.POST or None, version=held.version, block=block, start=start, end=end)
    if request.method == "POST" and form.is_valid():
        try:
            noted = opinions.note_opinion(request.actor, document, **form.cleaned_data)
        except WorkflowError as error:
            form.add_error("quote" if form.block and form.cleaned_data["quote"] else None, str(error))
        else:
            return redirect(f"{request.path}#{noted.block_id or 'whole'}")
    return _page(request, document, held, form)


def _page(request: HttpRequest, document: JointDocument, held: Round, form: OpinionForm) -> HttpResponse:
    own = list(Opinion.objects.visible_to(request.actor).filter(round=held, unit=request.actor.unit))
    with_changes(own)
    clock = own_clock(document, request.actor)
    context = {
        "document": document,
        "round": held,
        "until": until(clock) if clock else "",
        "clock": clock,
        "version": held.version,
        "form": form,
        "chosen": form.block["id"] if form.block else "",
        "own": own,
        "inside": HouseOpinion.objects.visible_to(request.actor).to_take_over(document.public_id),
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
