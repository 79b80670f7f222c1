"""Inside the house: who handles which waiting step, and handing everything over to a successor."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from collaboration.errors import WorkflowError
from collaboration.internal.models import Assignment
from collaboration.matters import telling
from collaboration.worklist import handing_over, rules, workflow
from collaboration.worklist.filters import Filters
from collaboration.worklist.forms import BackForm, GiveForm, HandOverForm
from collaboration.worklist.models import Waiting
from tenants.identity.access import acting_required

MOST_AT_ONCE = 100


def _step(request: HttpRequest, pk: int) -> Waiting:
    rows = Waiting.objects.visible_to(request.actor).filter(unit=request.actor.unit)
    return get_object_or_404(rows.select_related("matter__drafting_unit"), pk=pk)


@require_http_methods(["GET", "POST"])
@acting_required
def step(request: HttpRequest, pk: int) -> HttpResponse:
    """One step in the house: who holds it, who held it before, and what can be done with that."""
    waiting, actor = _step(request, pk), request.actor
    history = list(Assignment.objects.filter(waiting=pk))
    held = next((one for one in history if one.ended_at is None), None)
    act = request.POST.get("act", "")
    give = GiveForm(request.POST if act in ("give", "pass_on") else None, unit=actor.unit, role=waiting.role)
    back = BackForm(request.POST if act == "give_back" else None)
    if request.method == "POST":
        try:
            if _take_step(request, waiting, act, give, back):
                return redirect("worklist:step", pk)
        except WorkflowError as error:
            (back if act == "give_back" else give).add_error(None, str(error)) if act else None
            if act in ("take", "take_back"):
                messages.error(request, str(error))
                return redirect("worklist:step", pk)
    context = {
        "waiting": waiting,
        "title": telling.titles_of([waiting.matter]).get(waiting.matter_id, ""),
        "url": telling.address_of(waiting.matter),
        "what": telling.step_label(waiting.matter, waiting.step),
        "history": history,
        "held": held,
        "is_mine": rules.holds(actor, held),
        "can_give": rules.can_give(actor, waiting) and waiting.done_at is None,
        "can_take": held is None and waiting.role in actor.membership.roles,
        "can_take_back": rules.can_take_back(actor, held),
        "give_form": give,
        "back_form": back,
    }
    return render(request, "worklist/step.html", context, status=422 if give.errors or back.errors else 200)


def _take_step(request: HttpRequest, waiting: Waiting, act: str, give: GiveForm, back: BackForm) -> bool:
    """Do what was asked for; False when the form has to be shown again."""
    actor = request.actor
    match act:
        case "take":
            workflow.give(actor, waiting, actor.user)
            messages.success(request, _("You handle this step now."))
        case "take_back":
            workflow.take_back(actor, waiting)
            messages.success(request, _("The step went back to the unit."))
        case "give" | "pass_on" if give.is_valid():
            to, note = give.cleaned_data["person"], give.cleaned_data["note"]
            (workflow.give if act == "give" else workflow.pass_on)(actor, waiting, to, note=note)
            messages.success(request, _("%(name)s handles this step now.") % {"name": to.name})
        case "give_back" if back.is_valid():
            workflow.give_back(actor, waiting, reason=back.cleaned_data["reason"])
            messages.success(request, _("The step went back to the unit."))
        case _:
            return False
    return True


@require_POST
@acting_required
def many(request: HttpRequest) -> HttpResponse:
    """Take on or give several steps at once; what cannot be given stays where it is and is named."""
    chosen = [int(pk) for pk in request.POST.getlist("steps") if pk.isdecimal()][:MOST_AT_ONCE]
    form = GiveForm(request.POST, unit=request.actor.unit)
    to = request.actor.user if request.POST.get("act") == "take" else None
    if to is None and form.is_valid():
        to = form.cleaned_data["person"]
    back = f"{reverse('start')}?{Filters.read(request.GET).query}"
    if not chosen or to is None:
        messages.error(request, _("Choose at least one step, and a colleague to give it to."))
        return redirect(back)
    done = 0
    for waiting in Waiting.objects.visible_to(request.actor).filter(pk__in=chosen).select_related("matter"):
        try:
            workflow.give(request.actor, waiting, to)
        except WorkflowError as error:
            title = telling.titles_of([waiting.matter]).get(waiting.matter_id, "")
            messages.warning(request, f"{title}: {error}")
        else:
            done += 1
    if done:
        text = ngettext("%(name)s handles %(number)d step now.", "%(name)s handles %(number)d steps now.", done)
        messages.success(request, text % {"name": to.name, "number": done})
    return redirect(back)


@require_http_methods(["GET", "POST"])
@acting_required
def hand_over(request: HttpRequest) -> HttpResponse:
    """The list of what somebody holds, and to whom it goes."""
    actor = request.actor
    form = HandOverForm(request.POST or None, actor=actor, initial={"whose": actor.user.pk})
    whose = actor.user
    asked = request.GET.get("whose", "")
    if asked.isdecimal() and rules.leads(actor):
        whose = form.fields["whose"].queryset.filter(pk=asked).first() or whose
        form.initial["whose"] = whose.pk
    if form.is_valid():
        given = form.cleaned_data
        result = handing_over.hand_over(actor, given["whose"], given["successor"], note=given["note"])
        for problem in result.problems:
            messages.warning(request, problem)
        return redirect("worklist:handed_over", result.list_id)
    held = {"rows": handing_over.held_by(actor, whose), "besides": handing_over.besides(actor, whose)}
    context = {"form": form, "whose": whose, "leads": rules.leads(actor), **held}
    return render(request, "worklist/hand_over.html", context, status=422 if form.errors else 200)


@require_GET
@acting_required
def handed_over(request: HttpRequest, list_id: UUID) -> HttpResponse:
    """A hand-over list, to read and print."""
    found = get_object_or_404(handing_over.lists(request.actor), public_id=list_id)
    return render(
        request, "worklist/handed_over.html", {"list": found, "rows": handing_over.rows_of(request.actor, found)}
    )
