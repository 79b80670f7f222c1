"""One deadline: what waits until when, what the two units proposed, and what each may do about it."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from collaboration.deadlines import agreeing
from collaboration.deadlines.forms import EndForm, ReasonForm
from collaboration.deadlines.lights import light_of, until
from collaboration.deadlines.models import Deadline, Proposal
from collaboration.errors import WorkflowError
from collaboration.matters import kinds
from collaboration.matters.pages import told
from tenants.identity.access import acting_required

View = Callable[..., HttpResponse]


def deadline_page(view: View) -> View:
    """A page on one deadline, for the unit that set it and the one that has to keep it; else 404."""

    @acting_required
    @wraps(view)
    def guarded(request: HttpRequest, public_id: UUID) -> HttpResponse:
        rows = Deadline.objects.visible_to(request.actor)
        rows = rows.select_related("waiting__unit", "waiting__matter__drafting_unit")
        return view(request, get_object_or_404(rows, public_id=public_id))

    return guarded


@require_GET
@deadline_page
def deadline(request: HttpRequest, found: Deadline) -> HttpResponse:
    """The deadline with its history, and buttons for what the person may do."""
    is_open = found.waiting.done_at is None
    asking, answering = agreeing.is_asking(request.actor, found), agreeing.is_answering(request.actor, found)
    proposals = list(found.proposals.select_related("unit", "user"))
    waiting = next((one for one in proposals if one.outcome == Proposal.Outcome.OPEN), None)
    mine = waiting is not None and waiting.unit_id == request.actor.unit.pk
    context = {
        **_about(found),
        "proposals": proposals,
        "open_proposal": waiting,
        "pauses": list(found.pauses.all()),
        "can_answer": is_open and (asking or answering) and waiting is not None and not mine,
        "can_begin": is_open and answering and found.begun_at is None,
        "can_propose": is_open and answering and not asking and not mine,
        "can_extend": is_open and asking,
        "can_stop": is_open and asking and found.begun_at and not found.standing_since,
        "can_go_on": is_open and asking and found.standing_since,
    }
    return render(request, "deadlines/deadline.html", context)


def _about(found: Deadline) -> dict[str, Any]:
    matter, kind = found.waiting.matter, kinds.kind_of(found.waiting.matter.kind)
    is_open = found.waiting.done_at is None and found.standing_since is None
    return {
        "deadline": found,
        "matter": matter,
        "title": kind.titles([matter.pk]).get(matter.pk, ""),
        "matter_url": reverse(kind.url_name, args=[matter.public_id]),
        "step": kind.step_labels.get(found.waiting.step, found.waiting.step),
        "light": light_of(found) if is_open else None,
        "until": until(found),
    }


def act_page(title: str | Promise, success: str | Promise, *, with_end: bool) -> Callable[[Callable[..., None]], View]:
    """A page with a form and one step; what the step refuses stands on the form."""

    def decorate(step: Callable[..., None]) -> View:
        @require_http_methods(["GET", "POST"])
        @deadline_page
        @wraps(step)
        def page(request: HttpRequest, found: Deadline) -> HttpResponse:
            data = request.POST or None
            form: Form = EndForm(data, deadline=found) if with_end else ReasonForm(data)
            if request.method == "POST" and form.is_valid():
                try:
                    step(request, found, **form.cleaned_data)
                except WorkflowError as error:
                    form.add_error(None, str(error))
                else:
                    messages.success(request, str(success))
                    return redirect("deadlines:deadline", found.public_id)
            context = {**_about(found), "form": form, "act": title}
            return render(request, "deadlines/act.html", context, status=422 if form.errors else 200)

        return page

    return decorate


@act_page(gettext_lazy("Propose another deadline"), gettext_lazy("The other unit was asked."), with_end=True)
def propose(request: HttpRequest, found: Deadline, **given: Any) -> None:
    agreeing.propose(request.actor, found, **given)


@act_page(gettext_lazy("Give more time"), gettext_lazy("The deadline was changed; the unit was told."), with_end=True)
def extend(request: HttpRequest, found: Deadline, **given: Any) -> None:
    agreeing.extend(request.actor, found, **given)


@act_page(gettext_lazy("Keep the deadline"), gettext_lazy("The deadline stays as it is."), with_end=False)
def decline(request: HttpRequest, found: Deadline, **given: Any) -> None:
    agreeing.decline(request.actor, _open_proposal(found), **given)


@act_page(gettext_lazy("Let the clock stand still"), gettext_lazy("The clock stands still."), with_end=False)
def stand_still(request: HttpRequest, found: Deadline, **given: Any) -> None:
    agreeing.stand_still(request.actor, found, **given)


@require_POST
@deadline_page
def accept(request: HttpRequest, found: Deadline) -> HttpResponse:
    """Agree to what the other side proposed."""
    return _told(request, found, lambda: agreeing.accept(request.actor, _open_proposal(found)), _("Agreed."))


@require_POST
@deadline_page
def begin(request: HttpRequest, found: Deadline) -> HttpResponse:
    """Accept what is asked, so that the clock runs."""
    return _told(
        request, found, lambda: agreeing.begin(request.actor, found), _("Accepted; the deadline runs from now.")
    )


@require_POST
@deadline_page
def go_on(request: HttpRequest, found: Deadline) -> HttpResponse:
    """Let the clock run again."""
    return _told(request, found, lambda: agreeing.go_on(request.actor, found), _("The clock runs again."))


def _open_proposal(found: Deadline) -> Proposal:
    proposal = found.proposals.filter(outcome=Proposal.Outcome.OPEN).first()
    if proposal is None:
        raise WorkflowError(_("This proposal has been answered already."))
    return proposal


def _told(request: HttpRequest, found: Deadline, step: Callable[[], object], success: str) -> HttpResponse:
    with told(request, success):
        step()
    return redirect("deadlines:deadline", found.public_id)
