"""In the house: what the acting unit does on a matter before it speaks. Nobody else ever sees these pages."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from collaboration.approval import reading, sheets
from collaboration.approval.forms import AskForm, OpinionForm, StepForm
from collaboration.approval.models import GATHERING, Finding, Run, Step, StepKind
from collaboration.approval.models.runs import by_position
from collaboration.approval.words import space_of
from collaboration.approval.workflow import deciding, gathering, submitting
from collaboration.approval.workflow.running import subject_of
from collaboration.errors import WorkflowError
from collaboration.matters import telling
from collaboration.matters.models import Matter
from collaboration.matters.pages import told
from tenants.identity.access import acting_required

View = Callable[..., HttpResponse]
Bound = dict[str, Any]


def house_page(view: View) -> View:
    """A page on one matter that the person sees; purged matters and kinds without words have none."""

    @acting_required
    @wraps(view)
    def guarded(request: HttpRequest, matter: UUID, **kwargs: Any) -> HttpResponse:
        found = get_object_or_404(Matter.objects.visible_to(request.actor), public_id=matter)
        if space_of(found.kind) is None or found.is_purged:
            raise Http404
        return view(request, found, **kwargs)

    return guarded


@require_GET
@house_page
def house(request: HttpRequest, matter: Matter) -> HttpResponse:
    """What was asked, submitted, agreed to and thought in the house."""
    return _page(request, matter)


def _page(request: HttpRequest, matter: Matter, bound: Bound | None = None) -> HttpResponse:
    """The page; ``bound`` are forms that were filled in wrongly, by their names."""
    bound = bound or {}
    actor = request.actor
    shown = reading.house(actor, matter)
    context = {
        "matter": matter,
        "title": telling.titles_of([matter]).get(matter.pk, ""),
        "url": telling.address_of(matter),
        "house": shown,
        "step_forms": _step_forms(request, shown, bound),
        "opinion_form": bound.get("opinion") or OpinionForm(places=_places(request, matter, shown)),
        "ask_form": bound.get("ask") or (AskForm(unit=actor.unit) if shown.gathering.can_ask else None),
        "wrong": bound.get("wrong"),
    }
    return render(request, "approval/house.html", context, status=422 if bound else 200)


def _step_forms(request: HttpRequest, shown: reading.House, bound: Bound) -> dict[int, StepForm]:
    lines = [line for card in shown.cards for together in card.lines for line in together]
    wanted = [line.step for line in lines if line.is_mine or line.can_substitute]
    return {step.pk: bound.get(f"step-{step.pk}") or _step_form(request, step) for step in wanted}


def _step_form(request: HttpRequest, step: Step, data: object = None) -> StepForm:
    """Where it can go back to: every earlier position, the draft first."""
    together = by_position(step.run.steps.all())
    earlier = [
        (number, "、".join(dict.fromkeys(one.get_kind_display() for one in some)))
        for number, some in together.items()
        if number < step.position
    ]
    return StepForm(data, unit=request.actor.unit, earlier=earlier, prefix=f"step-{step.pk}")


def _places(request: HttpRequest, matter: Matter, shown: reading.House) -> list[tuple[str, str]]:
    if shown.gathering.run is None or not any(line.is_mine for line in shown.gathering.lines):
        return []
    return list(subject_of(request.actor, matter, GATHERING).places)


def _step_of(request: HttpRequest, matter: Matter, pk: int) -> Step:
    rows = Step.objects.visible_to(request.actor).select_related("run")
    return get_object_or_404(rows, pk=pk, run__matter=matter.public_id)


@require_POST
@house_page
def submit(request: HttpRequest, matter: Matter) -> HttpResponse:
    """Submit what the unit would say to its own chain."""
    word = request.POST.get("word", "")[:40]
    with told(request, _("Submitted. Whoever comes next in the house was told.")):
        submitting.submit(request.actor, matter, word, comment=request.POST.get("comment", ""))
    return redirect("approval:house", matter.public_id)


@require_POST
@house_page
def step(request: HttpRequest, matter: Matter, pk: int) -> HttpResponse:
    """Agree, send back, hand on, add a signer, name a substitute, or hand in an internal opinion."""
    found, act = _step_of(request, matter, pk), request.POST.get("act", "")
    form = _step_form(request, found, request.POST)
    if form.is_valid():
        try:
            done = _take(request, found, act, form)
        except WorkflowError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, done)
            return redirect("approval:house", matter.public_id)
    return _page(request, matter, {f"step-{pk}": form, "wrong": form})


def _take(request: HttpRequest, step: Step, act: str, form: StepForm) -> str:
    """Take the step; returns what the person reads."""
    actor, words, person = request.actor, form.cleaned_data["words"], form.cleaned_data["person"]
    if act in ("hand_on", "add_signer", "substitute") and person is None:
        raise WorkflowError(_("Choose the colleague."))
    match act:
        case "agree" if step.kind == StepKind.OPINION:
            gathering.give(actor, step, comment=words)
            return _("Your internal opinion was handed in.")
        case "agree":
            deciding.agree(actor, step, comment=words)
            return _("You agreed.")
        case "send_back":
            deciding.send_back(actor, step, reason=words, to=form.cleaned_data["back_to"])
            return _("It was sent back; whoever takes it up was told.")
        case "hand_on":
            deciding.hand_on(actor, step, person, reason=words)
            return _("%(name)s takes this step now.") % {"name": person.name}
        case "add_signer":
            deciding.add_signer(actor, step, person, reason=words)
            return _("%(name)s was added as a signer.") % {"name": person.name}
        case "substitute":
            deciding.substitute(actor, step, person, reason=words)
            return _("%(name)s takes this step now.") % {"name": person.name}
    raise WorkflowError(_("Choose what to do with this step."))


@require_POST
@house_page
def opinion(request: HttpRequest, matter: Matter, pk: int) -> HttpResponse:
    """Write down an internal opinion."""
    found = _step_of(request, matter, pk)
    places = list(subject_of(request.actor, matter, GATHERING).places)
    form = OpinionForm(request.POST, places=places)
    if form.is_valid():
        quote = dict(places).get(form.cleaned_data["block_id"], "")
        try:
            gathering.note_opinion(request.actor, found, quote=quote, **form.cleaned_data)
        except WorkflowError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Written down; only your unit reads it."))
            return redirect("approval:house", matter.public_id)
    return _page(request, matter, {"opinion": form, "wrong": form})


@require_POST
@house_page
def ask(request: HttpRequest, matter: Matter) -> HttpResponse:
    """Ask departments and colleagues what they think."""
    form = AskForm(request.POST, unit=request.actor.unit)
    if form.is_valid():
        try:
            gathering.ask(request.actor, matter, **form.cleaned_data)
        except WorkflowError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("They were asked."))
            return redirect("approval:house", matter.public_id)
    return _page(request, matter, {"ask": form, "wrong": form})


@require_POST
@house_page
def withdraw(request: HttpRequest, matter: Matter, pk: int) -> HttpResponse:
    """Take back what was submitted."""
    run = get_object_or_404(Run.objects.visible_to(request.actor), pk=pk, matter=matter.public_id)
    with told(request, _("It was taken back.")):
        submitting.withdraw(request.actor, run, reason=request.POST.get("reason", ""))
    return redirect("approval:house", matter.public_id)


@require_GET
@house_page
def sheet(request: HttpRequest, matter: Matter, pk: int) -> HttpResponse:
    """The manuscript sheet of one run, for the unit's own people."""
    runs = Run.objects.visible_to(request.actor).exclude(word=GATHERING)
    run = get_object_or_404(runs, pk=pk, matter=matter.public_id)
    pdf = sheets.pdf(request.actor, matter, run)
    headers = {"Content-Disposition": f'inline; filename="sheet-{run.pk}.pdf"', "Cache-Control": "private, no-store"}
    return HttpResponse(pdf, content_type="application/pdf", headers=headers)


@require_GET
@house_page
def finding_file(request: HttpRequest, matter: Matter, pk: int) -> HttpResponse:
    """The paper of a finding on a normative document."""
    findings = Finding.objects.visible_to(request.actor).filter(matter=matter.public_id)
    found = get_object_or_404(findings.exclude(file_name=""), pk=pk)
    headers = {
        "Content-Disposition": content_disposition_header(True, found.file_name) or "attachment",
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(bytes(found.file), content_type="application/pdf", headers=headers)
