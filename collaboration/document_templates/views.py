"""The templates: listed by kind, read in any version, made, changed, taken out of use."""

from itertools import groupby
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from collaboration.document_templates import rules, workflow
from collaboration.document_templates.forms import TemplateForm
from collaboration.document_templates.models import Template, TemplateVersion
from collaboration.errors import WorkflowError
from collaboration.publication.formats import kind_label, kinds
from tenants.identity.access import acting_required
from tenants.identity.roles import Role


@require_GET
@acting_required
def templates(request: HttpRequest) -> HttpResponse:
    """Everything that is offered, or what was taken out of use, kind by kind."""
    is_retired = request.GET.get("tab") == "retired"
    found = Template.objects.visible_to(request.actor).filter(retired_at__isnull=not is_retired).with_current()
    order = {kind: number for number, (kind, _label) in enumerate(kinds())}
    rows = sorted(found, key=lambda one: (order.get(one.kind, len(order)), one.unit_id is not None, one.pk))
    context = {
        "groups": [(kind_label(kind), list(rows)) for kind, rows in groupby(rows, key=lambda one: one.kind)],
        "is_retired": is_retired,
        "can_make": rules.keeps(request.actor),
        "can_begin": request.actor.has(Role.HANDLER) and bool(request.actor.unit.level),
    }
    return render(request, "document_templates/list.html", context)


@require_GET
@acting_required
def template(request: HttpRequest, public_id: UUID, number: int | None = None) -> HttpResponse:
    """One template in its newest or in an earlier version."""
    found = _find(request, public_id)
    versions = list(found.versions.select_related("author"))
    version = next((one for one in versions if one.number == (number or versions[-1].number)), None)
    if version is None:
        raise Http404
    context = {
        "template": found,
        "version": version,
        "versions": versions,
        "is_newest": version == versions[-1],
        "kind": kind_label(found.kind),
        "can_change": rules.can_change(request.actor, found),
        "can_make": rules.keeps(request.actor),
        "can_begin": request.actor.has(Role.HANDLER) and bool(request.actor.unit.level),
    }
    return render(request, "document_templates/template.html", context)


@require_http_methods(["GET", "POST"])
@acting_required
def new(request: HttpRequest) -> HttpResponse:
    """A new template, empty or as a copy of another one."""
    if not rules.keeps(request.actor):
        raise PermissionDenied
    form = TemplateForm(request.POST or None, initial=_copied(request), is_new=True)
    if request.method == "POST" and form.is_valid():
        made = workflow.make(request.actor, form.cleaned_data["kind"], form.contents)
        messages.success(request, _("The template was made."))
        return redirect(made)
    return render(request, "document_templates/edit.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@acting_required
def edit(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Change a template by a new version."""
    found = _find(request, public_id)
    if not rules.can_change(request.actor, found):
        raise PermissionDenied
    current = found.current
    form = TemplateForm(request.POST or None, initial=_initial(current), is_new=False)
    if request.method == "POST" and form.is_valid():
        seen = request.POST.get("seen", "")
        try:
            number = int(seen) if seen.isascii() and seen.isdecimal() and len(seen) < 7 else -1
            saved = workflow.change(request.actor, found, form.contents, seen=number)
        except WorkflowError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Saved as version %(number)s.") % {"number": saved.number})
            return redirect(found)
    context = {"form": form, "template": found, "version": current}
    return render(request, "document_templates/edit.html", context, status=422 if form.errors else 200)


@require_POST
@acting_required
def retire(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Take a template out of use, or back."""
    is_retired = request.POST.get("do") != "restore"
    try:
        found = workflow.set_retired(request.actor, _find(request, public_id), is_retired=is_retired)
    except WorkflowError as error:
        raise PermissionDenied(str(error)) from error
    words = _("The template is not offered any more.") if is_retired else _("The template is offered again.")
    messages.success(request, words)
    return redirect(found)


def _find(request: HttpRequest, public_id: UUID) -> Template:
    return get_object_or_404(Template.objects.visible_to(request.actor).select_related("unit"), public_id=public_id)


def _copied(request: HttpRequest) -> dict[str, str]:
    """What a copy begins with."""
    asked = request.GET.get("from", "")
    try:
        found = Template.objects.visible_to(request.actor).filter(public_id=UUID(asked)).first()
    except ValueError:
        return {}
    return {**_initial(found.current), "kind": found.kind} if found else {}


def _initial(version: TemplateVersion) -> dict[str, str]:
    contents = vars(workflow.contents_of(version))
    return {**contents, "required": "\n".join(version.required)}
