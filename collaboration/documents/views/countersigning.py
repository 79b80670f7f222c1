"""The fixed text is signed by every unit, or returned."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from collaboration.deadlines.forms import TermForm
from collaboration.documents import notifications, rules
from collaboration.documents.comparison import compare, only_changes
from collaboration.documents.forms import ReasonForm, SignForm
from collaboration.documents.models import Countersigning, CountersigningPolicy, JointDocument, Opinion
from collaboration.documents.opinions import table
from collaboration.documents.signing_forms import OrderForm
from collaboration.documents.text.canonical import readable_groups
from collaboration.documents.views.finding import step_page, told
from collaboration.documents.views.proofreading import shown
from collaboration.documents.workflow import countersigning, turns
from collaboration.documents.workflow.last_word import last_known, last_word
from collaboration.documents.workflow.readiness import findings_in
from collaboration.documents.workflow.versions import latest, wording_of
from collaboration.errors import Stale, WorkflowError
from tenants.identity.signatories import without_signatory


@require_http_methods(["GET", "POST"])
@step_page(rules.START_COUNTERSIGNING)
def start(request: HttpRequest, document: JointDocument) -> HttpResponse:
    """Ask the signatories in the order the drafting unit chooses, for a term or until a day."""
    units = [document.drafting_unit, *notifications.invited(document)]
    form, order = TermForm(request.POST or None), OrderForm(request.POST or None, units=units)
    if request.method == "POST" and form.is_valid() and order.is_valid():
        with told(request, _("Countersigning has started; the signatories whose turn it is were told.")):
            countersigning.start_countersigning(
                request.actor, document, term=form.term, begins=form.begins_at, order=order.turns
            )
        return redirect(document)
    version = latest(document)
    wording, address = wording_of(version), reverse("documents:version", args=[document.public_id, version.number])
    context = {
        "document": document,
        "form": form,
        "order": order,
        "rows": [(unit, order[f"turn_{unit.code}"]) for unit in units],
        "version": version,
        "unsigned": without_signatory(units),
        "found": shown(findings_in(document, wording), wording, address),
        "may_abstain": CountersigningPolicy.objects.filter(abstaining_allowed=True).exists(),
    }
    status = 422 if form.errors or order.errors else 200
    return render(request, "documents/start_countersigning.html", context, status=status)


@require_http_methods(["GET", "POST"])
@step_page(rules.COUNTERSIGN)
def sign(request: HttpRequest, document: JointDocument) -> HttpResponse:
    """Read the text, what changed and its digest; sign with a confirmation bound to them."""
    attempt = attempt_of_turn(request, document)
    if attempt is None:
        return redirect(document)
    subject = countersigning.subject_of(document, attempt)
    form = SignForm(request.POST or None, actor=request.actor, subject=subject)
    if request.method == "GET":
        form.initial["content_hash"] = attempt.version.content_hash
        return _page(request, document, attempt, form)
    if not form.is_valid():
        return _page(request, document, attempt, form, status=422)
    shown = form.cleaned_data["content_hash"]
    try:
        countersigning.countersign(request.actor, document, content_hash=shown, prove=form.prove)
    except Stale as stale:
        form = SignForm(initial={"content_hash": attempt.version.content_hash}, actor=request.actor, subject=subject)
        return _page(request, document, attempt, form, status=409, stale=str(stale))
    except WorkflowError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("You signed this document for your unit."))
    return redirect(document)


def attempt_of_turn(request: HttpRequest, document: JointDocument) -> Countersigning | None:
    """The open attempt when it is the acting unit's turn to give its word; else the person is told why not."""
    try:
        attempt = countersigning.open_attempt(document)
        if attempt.has_own_word:
            messages.info(request, _("Your unit has already given its word on this text."))
            return None
        turns.refuse_out_of_turn(attempt)
    except WorkflowError as error:
        messages.error(request, str(error))
        return None
    return attempt


def _page(
    request: HttpRequest,
    document: JointDocument,
    attempt: Countersigning,
    form: SignForm,
    *,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    unit, version = request.actor.unit, attempt.version
    seen = last_word(unit, document) or last_known(unit, document, version)
    own = Opinion.objects.visible_to(request.actor).handed_in().filter(round__document=document)
    context = {
        "document": document,
        "attempt": attempt,
        "version": attempt.version,
        "digest": readable_groups(attempt.version.content_hash),
        "seen": seen,
        "changes": only_changes(compare(wording_of(seen).blocks, wording_of(attempt.version).blocks)) if seen else [],
        "maintained": table.maintained_of(document, request.actor),
        "own_opinions": own.filter(unit=request.actor.unit).select_related("disposition", "round"),
        "abstained": [one.unit for one in attempt.abstentions.select_related("unit")],
        "may_abstain": attempt.may_abstain and rules.ABSTAIN.allows(request.actor, document),
        "form": form,
        **more,
    }
    return render(request, "documents/countersign.html", context, status=status)


@require_http_methods(["GET", "POST"])
@step_page(rules.RETURN)
def return_text(request: HttpRequest, document: JointDocument) -> HttpResponse:
    """Send the text back with a reason."""
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        shown = request.POST.get("content_hash", "")
        with told(request, _("The text was returned; the signatures given so far are void.")):
            countersigning.return_text(request.actor, document, content_hash=shown, reason=form.cleaned_data["reason"])
        return redirect(document)
    attempt = document.countersignings.select_related("version").filter(closed_at=None).first()
    context = {
        "document": document,
        "form": form,
        "content_hash": request.POST.get("content_hash") or (attempt.version.content_hash if attempt else ""),
        "given": attempt.signatures.count() if attempt else 0,
    }
    return render(request, "documents/return.html", context)
