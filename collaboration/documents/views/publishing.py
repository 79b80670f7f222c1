"""From sealed to public: reviews, the public version, and publication now, at a time or when all agree."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from collaboration.documents import printing, public_text, readiness, rules, sealing_progress
from collaboration.documents.models import JointDocument, Review
from collaboration.documents.publishing_forms import ConsentForm, HideForm, PublishForm, ReviewForm
from collaboration.documents.text.canonical import readable_groups
from collaboration.documents.views.finding import document_page, step_page, told
from collaboration.documents.workflow import publishing, reviewing
from collaboration.errors import Stale, WorkflowError
from tenants.files import store


@require_http_methods(["GET", "POST"])
@step_page(rules.PUBLISH)
def publish(request: HttpRequest, document: JointDocument) -> HttpResponse:
    """What is recorded and what is missing, where it will stand, and the act itself or a plan for it."""
    form = PublishForm(request.POST or None, initial={"when": PublishForm.NOW})
    if request.method == "POST" and form.is_valid():
        if _went_through(form, lambda: _publish(request, document, form)):
            return redirect(document)
    ready = readiness.of(document)
    units = printing.issuing_units(printing.signed_attempt(document))
    context = {
        "document": document,
        "form": form,
        "ready": ready,
        "reviews": [(kind, ready.reviews.get(kind.value), _may_review(request, kind)) for kind in Review.Kind],
        "plan": readiness.open_plan(document),
        "sites": sealing_progress.sites(units),
        "file": document.matter.sealed_file,
    }
    return render(request, "documents/publish.html", context, status=422 if form.errors else 200)


def _publish(request: HttpRequest, document: JointDocument, form: PublishForm) -> None:
    given = form.cleaned_data
    if form.is_plan:
        publishing.plan(
            request.actor, document, publish_at=form.time, asks_units=given["asks_units"], title_en=given["title_en"]
        )
        messages.success(request, _("The publication is planned."))
    else:
        publishing.publish_document(request.actor, document, title_en=given["title_en"])
        messages.success(request, _("The document is published on all sites."))


def _went_through(form: forms.Form, step: Any) -> bool:
    """Take the step; what is refused is said beside the fields, which keep what was typed."""
    try:
        step()
    except WorkflowError as error:
        form.add_error(None, str(error))
        return False
    return True


def _may_review(request: HttpRequest, kind: str) -> bool:
    return bool(rules.REVIEWS[kind].roles.intersection(request.actor.membership.roles))


@require_POST
@step_page(rules.PUBLISH)
def cancel_plan(request: HttpRequest, document: JointDocument) -> HttpResponse:
    """Give a planned publication up."""
    with told(request, _("The planned publication was cancelled.")):
        publishing.cancel_plan(request.actor, document)
    return redirect(document)


@require_http_methods(["GET", "POST"])
@step_page(rules.CONSENT)
def consent(request: HttpRequest, document: JointDocument) -> HttpResponse:
    """One signing unit reads what would be public, and agrees or refuses."""
    plan = readiness.open_plan(document)
    if plan is None or not plan.asks_units or plan.consents.filter(unit=request.actor.unit).exists():
        messages.info(request, _("Nothing is waiting for your unit's answer here."))
        return redirect(document)
    form = ConsentForm(request.POST or None, initial={"content_hash": plan.content_hash})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            publishing.consent(
                request.actor, document, agrees=given["answer"] == "yes", content_hash=given["content_hash"],
                reason=given["reason"],
            )  # fmt: skip
        except Stale as stale:
            form = ConsentForm(initial={"content_hash": plan.content_hash})
            messages.error(request, str(stale))
        except WorkflowError as error:
            messages.error(request, str(error))
            return redirect(document)
        else:
            messages.success(request, _("Your unit's answer is recorded."))
            return redirect(document)
    context = {
        "document": document,
        "plan": plan,
        "form": form,
        "ready": readiness.of(document),
        "digest": readable_groups(plan.content_hash),
    }
    return render(request, "documents/agree_publication.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@document_page
def review(request: HttpRequest, document: JointDocument, kind: str) -> HttpResponse:
    """One of the three reviews, beside the text it is about."""
    rule = rules.REVIEWS.get(kind)
    if rule is None:
        raise Http404
    if not rule.allows(request.actor, document):
        raise PermissionDenied(str(rule.not_allowed))
    if document.status not in rule.states:
        messages.error(request, str(rule.wrong_state))
        return redirect(document)
    form = ReviewForm(request.POST or None, kind=kind)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if _went_through(form, lambda: reviewing.review(request.actor, document, kind=kind, **given)):
            messages.success(request, _("The review is recorded."))
            return _back(request, document)
    context = {
        "document": document,
        "form": form,
        "label": Review.Kind(kind).label,
        "kind": kind,
        "text": public_text.of(document),
        "earlier": Review.objects.filter(document=document, kind=kind).order_by("-pk"),
    }
    return render(request, "documents/review.html", context, status=422 if form.errors else 200)


def _back(request: HttpRequest, document: JointDocument) -> HttpResponse:
    """To the page of publication where that is open to the person, else to the document."""
    if rules.PUBLISH.is_open(request.actor, document):
        return redirect("documents:publish", document.public_id)
    return redirect(document)


@require_http_methods(["GET", "POST"])
@step_page(rules.REDACT)
def hide(request: HttpRequest, document: JointDocument) -> HttpResponse:
    """Which words and paragraphs the public does not read, beside the text as it would read it."""
    cut = public_text.cut_of(document)
    initial = {"words": "\n".join(cut.words), "ground": cut.ground} if cut else {}
    form = HideForm(request.POST or None, initial=initial)
    hidden = request.POST.getlist("block")[:5000] if request.method == "POST" else (cut.block_ids if cut else [])
    if request.method == "POST" and form.is_valid():

        def step() -> None:
            ground = form.cleaned_data["ground"]
            reviewing.hide(request.actor, document, words=form.lines, block_ids=hidden, ground=ground)

        if _went_through(form, step):
            messages.success(request, _("The public version is recorded; have it reviewed for secrets."))
            return redirect("documents:public_version", document.public_id)
    text = public_text.of(document)
    context = {
        "document": document,
        "form": form,
        "hidden": set(hidden),
        "whole": text.version.blocks,
        "text": text,
        "digest": readable_groups(text.content_hash),
        "sealed_digest": readable_groups(text.version.content_hash),
    }
    return render(request, "documents/public_version.html", context, status=422 if form.errors else 200)


@require_GET
@document_page
def public_file(request: HttpRequest, document: JointDocument) -> HttpResponse:
    """The file of the public version, for those who decide on it."""
    cut = public_text.cut_of(document)
    if cut is None or not cut.sha256:
        raise Http404
    return FileResponse(store.path_of(cut.sha256).open("rb"), filename="public.pdf", content_type="application/pdf")
