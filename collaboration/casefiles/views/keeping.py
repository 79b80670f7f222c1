"""What administrators keep: files that nothing scans, and the alliance's retention schedule."""

from uuid import UUID

from django.contrib import messages
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from collaboration.casefiles import contents, scanning, workflow
from collaboration.casefiles.forms import ScheduleForm
from collaboration.casefiles.models import RetentionRule
from collaboration.errors import WorkflowError
from collaboration.matters import kinds, pages
from tenants.identity.access import acting_required, role_required
from tenants.identity.roles import Role
from tenants.units.models import Level

COLUMNS = ("file", "by_name", "media_type", "size", "sha256", "kept_at")


@require_GET
@role_required(Role.UNIT_ADMINISTRATOR)
def held(request: HttpRequest) -> HttpResponse:
    """Files of the unit that wait for the administrator; without names, which are content."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM casefile_waiting()")
        files = [dict(zip(COLUMNS, row, strict=True)) for row in cursor.fetchall()]
    for one in files:
        one["kind"] = contents.KINDS.get(one["media_type"], one["media_type"])
    return render(request, "casefiles/held.html", {"files": files, "has_scanner": scanning.is_configured()})


@require_POST
@role_required(Role.UNIT_ADMINISTRATOR)
def decide(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Let one through, or refuse it."""
    lets = request.POST.get("decision") == "let"
    with pages.told(request, _("Decided; it is in the record.")):
        workflow.decide(request.actor, public_id, lets=lets, reason=request.POST.get("reason", ""))
    return redirect("casefiles:held")


@require_http_methods(["GET", "POST"])
@acting_required
def schedule(request: HttpRequest) -> HttpResponse:
    """The retention schedule, for everybody to read; the office adds lines."""
    actor = request.actor
    may_set = actor.has(Role.UNIT_ADMINISTRATOR) and actor.unit.level == Level.OFFICE
    form = ScheduleForm(request.POST or None) if may_set else None
    if request.method == "POST" and form and form.is_valid():
        try:
            workflow.set_rule(actor, **form.cleaned_data)
        except WorkflowError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Added; matters that end from now on follow it."))
            return redirect("casefiles:schedule")
    names = {name: kind.label for name, kind in kinds.all_kinds().items()}
    lines = [(rule, names.get(rule.kind, _("All other kinds"))) for rule in RetentionRule.objects.visible_to(actor)]
    status = 422 if form and form.errors else 200
    return render(request, "casefiles/schedule.html", {"lines": lines, "form": form}, status=status)
