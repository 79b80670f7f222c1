"""Departments outside the portal: the register, and what happened with them on a request."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from collaboration.assistance.models import AssistanceRequest
from collaboration.errors import WorkflowError
from collaboration.letters import terms
from collaboration.letters.forms import DepartmentForm, HappenedForm
from collaboration.letters.models import Department, OutsideStep
from collaboration.letters.workflow import outside
from collaboration.matters.confidences import Erased
from collaboration.matters.pages import refuse, told
from tenants.identity.access import acting_required

TYPES = {b"%PDF": "application/pdf", b"\xff\xd8\xff\xe0": "image/jpeg", b"\x89PNG": "image/png"}


@require_http_methods(["GET", "POST"])
@acting_required
def departments(request: HttpRequest) -> HttpResponse:
    """The register: everybody reads it, the office and the leads keep it."""
    may_keep = outside.may_keep(request.actor)
    if request.method == "POST" and not may_keep:
        raise PermissionDenied
    form = DepartmentForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            outside.keep_department(request.actor, **form.cleaned_data)
        except WorkflowError as error:
            form.add_error("area", str(error))
        else:
            messages.success(request, _("Saved."))
            return redirect("letters:departments")
    rows = [(row, outside.may_keep(request.actor, row.area)) for row in Department.objects.now()]
    context = {"rows": rows, "form": form, "may_keep": may_keep}
    return render(request, "letters/departments.html", context, status=422 if form.errors else 200)


@require_POST
@acting_required
def end_department(request: HttpRequest) -> HttpResponse:
    """Let a department end."""
    if not outside.may_keep(request.actor):
        raise PermissionDenied
    pk = request.POST.get("department", "")
    row = get_object_or_404(Department.objects.now(), pk=pk if pk.isdecimal() and len(pk) < 12 else 0)
    with told(request, _("Saved.")):
        outside.keep_department(
            request.actor, area=row.area, name=row.name, contact=row.contact, telephone=row.telephone, ends=True
        )
    return redirect("letters:departments")


@require_http_methods(["GET", "POST"])
@acting_required
def record_step(request: HttpRequest, matter: UUID) -> HttpResponse:
    """Write down what happened with the department."""
    asked = get_object_or_404(
        AssistanceRequest.objects.visible_to(request.actor).with_units(), matter__public_id=matter
    )
    if not outside.RECORD.allows(request.actor, asked):
        raise PermissionDenied
    done = set(asked.outside_steps.values_list("sort", flat=True))
    sorts = [(one.value, str(one.label)) for one in terms.steps_for(asked) if one not in done]
    if not sorts or not outside.RECORD.is_open(request.actor, asked):
        messages.error(request, _("There is nothing to record now."))
        return redirect(asked)
    form = HappenedForm(sorts, request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            outside.record_step(request.actor, asked, form.happened)
        except WorkflowError as error:
            refuse(form, error)
        else:
            messages.success(request, _("Recorded; the asking unit was told."))
            return redirect(asked)
    return render(request, "letters/outside.html", {"asked": asked, "form": form}, status=422 if form.errors else 200)


@require_GET
@acting_required
def paper(request: HttpRequest, matter: UUID, step_id: UUID) -> HttpResponse:
    """The scan of a step."""
    steps = OutsideStep.objects.visible_to(request.actor).select_related("request__matter")
    step = get_object_or_404(steps, public_id=step_id, request__matter__public_id=matter)
    if not step.file_sha256 or step.request.matter.is_purged:
        raise Http404
    try:
        name, data = outside.paper_of(step)
    except Erased as error:
        raise Http404 from error
    kind = next((name for start, name in TYPES.items() if data.startswith(start[:3])), "application/octet-stream")
    header = {"Content-Disposition": content_disposition_header(True, name) or "attachment"}
    return HttpResponse(data, content_type=kind, headers=header)
