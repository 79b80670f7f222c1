"""Words taken back or withheld: a signature withdrawn, the text recalled, an abstention, and who allows it."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from collaboration.documents import progress, rules
from collaboration.documents.forms import ReasonForm
from collaboration.documents.models import CountersigningPolicy, JointDocument
from collaboration.documents.signing_forms import ReasonedSignForm
from collaboration.documents.text.canonical import readable_groups
from collaboration.documents.views.countersigning import attempt_of_turn
from collaboration.documents.views.finding import number_in, step_page
from collaboration.documents.workflow import abstaining, withdrawing
from collaboration.matters.pages import told
from tenants.identity.access import acting_required


@require_http_methods(["GET", "POST"])
@step_page(rules.WITHDRAW_SIGNATURE)
def withdraw(request: HttpRequest, document: JointDocument) -> HttpResponse:
    """Take the unit's own signature back, with a reason."""
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with told(request, _("The signature of your unit was taken back; it waits to be given again.")):
            withdrawing.withdraw_signature(request.actor, document, reason=form.cleaned_data["reason"])
        return redirect(document)
    status = 422 if form.errors else 200
    return render(request, "documents/withdraw_signature.html", {"document": document, "form": form}, status=status)


@require_http_methods(["GET", "POST"])
@step_page(rules.RECALL)
def recall(request: HttpRequest, document: JointDocument) -> HttpResponse:
    """Say how many signatures become void, then take the text back."""
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with told(request, _("The text was taken back; the signatures given so far are void.")):
            withdrawing.recall_text(
                request.actor,
                document,
                attempt=number_in(request.POST, "attempt"),
                signatures=number_in(request.POST, "given"),
                reason=form.cleaned_data["reason"],
            )
        return redirect(document)
    attempt = withdrawing.attempt_to_recall(document)
    context = {"document": document, "form": form, "attempt": attempt, "given": attempt.signatures.count()}
    return render(request, "documents/recall.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@step_page(rules.ABSTAIN)
def abstain(request: HttpRequest, document: JointDocument) -> HttpResponse:
    """Say what an abstention means, then give it for the unit, confirmed like a signature."""
    attempt = attempt_of_turn(request, document)
    if attempt is None:
        return redirect(document)
    subject = abstaining.subject_of_abstention(document, attempt)
    form = ReasonedSignForm(request.POST or None, actor=request.actor, subject=subject)
    form.initial["content_hash"] = attempt.version.content_hash
    if request.method == "POST" and form.is_valid():
        given = {name: form.cleaned_data[name] for name in ("content_hash", "reason")}
        with told(request, _("Your unit abstains; its signature line and its seal are left out.")):
            abstaining.abstain(request.actor, document, prove=form.prove, **given)
        return redirect(document)
    context = {
        "document": document,
        "attempt": attempt,
        "digest": readable_groups(attempt.version.content_hash),
        "form": form,
        "signing": progress.signers(attempt, request.actor),
    }
    return render(request, "documents/abstain.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@acting_required
def policy(request: HttpRequest) -> HttpResponse:
    """What the alliance agreed on for countersigning, kept by administrators of the alliance office."""
    if not abstaining.keeps_policy(request.actor):
        raise PermissionDenied
    if request.method == "POST":
        with told(request, _("Saved. It holds for every countersigning that begins from now on.")):
            abstaining.allow_abstaining(request.actor, allowed="allowed" in request.POST)
        return redirect("documents:policy")
    is_allowed = CountersigningPolicy.objects.filter(abstaining_allowed=True).exists()
    return render(request, "documents/policy.html", {"is_allowed": is_allowed})
