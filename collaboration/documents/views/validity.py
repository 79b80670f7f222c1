"""After publication: validity, consolidated text, interpretations, corrections, and the way to a take-down."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from collaboration.documents import rules
from collaboration.documents.models import JointDocument
from collaboration.documents.validity_forms import ConsolidateForm, CorrectForm, InterpretForm, ValidityForm
from collaboration.documents.views.finding import step_page
from collaboration.documents.workflow import afterwards
from collaboration.errors import WorkflowError
from collaboration.publication import around
from collaboration.publication.consolidating import as_lines, text_on
from collaboration.publication.models import Validity
from collaboration.publication.validity import current_change


@require_GET
@step_page(rules.AFTERWARDS)
def page(request: HttpRequest, document: JointDocument) -> HttpResponse:
    """How it stands with a published document, and everything that can be noted about it."""
    published = afterwards.published_of(document)
    context = {
        "document": document,
        "published": published,
        "change": current_change(published),
        **around.of(published, request.actor.unit.tenant, around.changes_made_by(published)),
    }
    return render(request, "documents/validity.html", context)


@require_http_methods(["GET", "POST"])
@step_page(rules.AFTERWARDS)
def note(request: HttpRequest, document: JointDocument) -> HttpResponse:
    """Amended, repealed, expired, or in force after all."""
    form = ValidityForm(request.POST or None, initial={"since": timezone.localdate()})

    def step(given: dict[str, Any]) -> None:
        afterwards.note_validity(request.actor, document, **given | {"validity": Validity(given["validity"])})

    return _step(request, document, form, step, _("Note the validity"), _("The validity is noted on all sites."))


@require_http_methods(["GET", "POST"])
@step_page(rules.AFTERWARDS)
def consolidate(request: HttpRequest, document: JointDocument) -> HttpResponse:
    """The text as it reads after an amendment."""
    text = as_lines(text_on(afterwards.published_of(document)))
    form = ConsolidateForm(request.POST or None, initial={"text": text, "since": timezone.localdate()})

    def step(given: dict[str, Any]) -> None:
        afterwards.consolidate(request.actor, document, **given)

    heading, done = _("Publish a consolidated text"), _("The consolidated text is published.")
    return _step(request, document, form, step, heading, done)


@require_http_methods(["GET", "POST"])
@step_page(rules.AFTERWARDS)
def interpret(request: HttpRequest, document: JointDocument) -> HttpResponse:
    """What the drafting unit tells the public about the document."""
    form = InterpretForm(request.POST or None, document=afterwards.published_of(document))

    def step(given: dict[str, Any]) -> None:
        afterwards.interpret(request.actor, document, **given)

    return _step(request, document, form, step, _("Publish an interpretation"), _("The interpretation is published."))


@require_http_methods(["GET", "POST"])
@step_page(rules.AFTERWARDS)
def correct(request: HttpRequest, document: JointDocument) -> HttpResponse:
    """Topic, English title or day of effect that were published wrongly."""
    form = CorrectForm(request.POST or None)

    def step(given: dict[str, Any]) -> None:
        afterwards.correct_particulars(request.actor, document, **given)

    return _step(request, document, form, step, _("Correct particulars"), _("The correction is published."))


def _step(
    request: HttpRequest,
    document: JointDocument,
    form: forms.Form,
    step: Callable[[dict[str, Any]], None],
    heading: str,
    done: str,
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            step(form.cleaned_data)
        except WorkflowError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, done)
            return redirect("documents:validity", document.public_id)
    context = {"document": document, "form": form, "heading": heading}
    return render(request, "documents/after_publication.html", context, status=422 if form.errors else 200)
