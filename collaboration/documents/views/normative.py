"""What a normative document must have behind it, and internal opinions that become the unit's own."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from collaboration.approval.models import Finding
from collaboration.documents import rules
from collaboration.documents.house_forms import FindingForm, NormativeForm
from collaboration.documents.models import JointDocument
from collaboration.documents.views.finding import document_page, step_page, told
from collaboration.documents.workflow import normative
from collaboration.documents.workflow.taking_inside import take_inside as take
from collaboration.errors import WorkflowError


@require_http_methods(["GET", "POST"])
@step_page(rules.SET_NORMATIVE)
def mark(request: HttpRequest, document: JointDocument) -> HttpResponse:
    """Say that it is a normative document, or that it is none after all."""
    form = NormativeForm(request.POST if request.method == "POST" else None, is_normative=document.is_normative)
    if request.method == "POST" and form.is_valid():
        wanted = not document.is_normative
        try:
            normative.set_normative(
                request.actor, document, is_normative=wanted, reason=form.cleaned_data.get("reason", "")
            )
        except WorkflowError as error:
            form.add_error(None, str(error))
        else:
            return redirect("documents:findings" if wanted else "documents:detail", document.public_id)
    context = {"document": document, "form": form}
    return render(request, "documents/normative.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@document_page
def findings(request: HttpRequest, document: JointDocument) -> HttpResponse:
    """What is recorded and what is missing; the drafting unit records it here. Others read only whether it is there."""
    rows = list(Finding.objects.visible_to(request.actor).filter(matter=document.public_id))
    can_record = rules.RECORD_FINDING.is_open(request.actor, document) and document.is_normative
    sort = request.POST.get("sort", "")
    forms = {name: FindingForm(request.POST if name == sort else None, request.FILES or None, sort=name)
             for name in Finding.Sort.values} if can_record else {}  # fmt: skip
    form = forms.get(sort)
    if request.method == "POST" and form is not None and form.is_valid():
        try:
            normative.record_on(request.actor, document, form.found())
        except WorkflowError as error:
            form.add_error(None, str(error))
        else:
            return redirect("documents:findings", document.public_id)
    context: dict[str, Any] = {
        "document": document,
        "findings": rows,
        "forms": [(label, forms[name]) for name, label in Finding.Sort.choices if name in forms],
        "is_drafter": rules.drafts(request.actor, document),
    }
    if context["is_drafter"] and document.is_normative:
        context["missing"] = normative.missing(request.actor, document)
    return render(request, "documents/findings.html", context, status=422 if form is not None else 200)


@require_POST
@step_page(rules.ANSWER)
def take_inside(request: HttpRequest, document: JointDocument) -> HttpResponse:
    """Note internal opinions as the unit's own; the chosen ones, or one with its own button."""
    wanted = [int(pk) for pk in request.POST.getlist("opinions") if pk.isdecimal() and len(pk) < 19]
    with told(
        request, ngettext("%d opinion was taken over.", "%d opinions were taken over.", len(wanted)) % len(wanted)
    ):
        take(request.actor, document, wanted)
    return redirect("documents:give_opinions", document.public_id)
