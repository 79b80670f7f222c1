"""Rounds of opinions as the drafting unit runs them."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from collaboration.documents import notifications, rules
from collaboration.documents.models import JointDocument
from collaboration.documents.opinion_forms import RoundForm
from collaboration.documents.views.finding import number_in, step_page, told
from collaboration.documents.views.proofreading import shown
from collaboration.documents.workflow import rounds
from collaboration.documents.workflow.readiness import findings_in
from collaboration.documents.workflow.versions import wording_of
from collaboration.documents.workflow.working import upcoming
from collaboration.errors import WorkflowError
from tenants.identity.signatories import without_signatory


@require_http_methods(["GET", "POST"])
@step_page(rules.OPEN_ROUND)
def open_round(request: HttpRequest, document: JointDocument) -> HttpResponse:
    """Show who will read which text until when; then send it."""
    version = upcoming(document)
    units = notifications.invited(document)
    form = RoundForm(request.POST or None, invited=units)
    if request.method == "POST" and form.is_valid():
        try:
            rounds.open_round(
                request.actor,
                document,
                term=form.term,
                begins=form.begins_at,
                audience=form.audience,
                stays_with_drafter=form.cleaned_data["stays_with_drafter"],
                **_seen(request),
            )
        except WorkflowError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The text was sent; the units can now read it on their desks."))
            return redirect(document)
    wording = wording_of(version)
    context = {
        "document": document,
        "version": version,
        "form": form,
        "units": units,
        "unsigned": without_signatory([document.drafting_unit, *units]),
        "found": shown(findings_in(document, wording), wording, reverse("documents:write", args=[document.public_id])),
    }
    return render(request, "documents/round.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@step_page(rules.CLOSE_ROUND)
def close_round(request: HttpRequest, document: JointDocument) -> HttpResponse:
    """End the open round; before its deadline only after saying so."""
    held = rounds.open_round_of(document)
    if request.method == "POST":
        with told(request, _("The round is closed; all units that take part can read the opinions now.")):
            rounds.close_round(request.actor, document, early="early" in request.POST)
        return redirect(document)
    if held is None:
        return redirect(document)
    silent = set(rounds.unanswered_codes(document, held))
    units = [unit for unit in notifications.invited(document) if unit.code in silent]
    return render(request, "documents/close_round.html", {"document": document, "round": held, "silent": units})


@require_POST
@step_page(rules.FIX)
def fix(request: HttpRequest, document: JointDocument) -> HttpResponse:
    """Declare the text final."""
    with told(request, _("The text is final. Countersigning can start.")):
        rounds.fix_text(request.actor, document, **_seen(request))
    return redirect(document)


@require_POST
@step_page(rules.REOPEN)
def reopen(request: HttpRequest, document: JointDocument) -> HttpResponse:
    """Take a fixed text back for changes."""
    with told(request, _("The text can be changed again.")):
        rounds.reopen_text(request.actor, document)
    return redirect(document)


def _seen(request: HttpRequest) -> dict[str, Any]:
    """Which text the person had before their eyes."""
    revision = number_in(request.POST, "revision")
    return {"version": number_in(request.POST, "version"), "revision": revision if revision >= 0 else None}
