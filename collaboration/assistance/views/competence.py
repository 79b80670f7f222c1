"""The competence map and its subjects: everybody reads them, the office keeps them, units declare what is theirs."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from collaboration.assistance.acts import CATALOGUE
from collaboration.assistance.catalogue import keeping, places
from collaboration.assistance.catalogue.keeping import CHAIN, SubjectWording
from collaboration.assistance.catalogue_forms import CompetenceForm, SubjectForm
from collaboration.assistance.models import Competence, Subject
from collaboration.assistance.views.catalogue import keeper_page
from collaboration.errors import WorkflowError
from collaboration.matters.pages import refuse, told
from tenants.audit.timeline import timeline
from tenants.identity.access import acting_required
from tenants.identity.roles import Role


@require_http_methods(["GET", "POST"])
@acting_required
def competences(request: HttpRequest) -> HttpResponse:
    """The competence map: the office adds any line, the administrators of a unit those of their own."""
    actor = request.actor
    may_keep, may_declare = keeping.may_keep(actor), actor.has(Role.UNIT_ADMINISTRATOR)
    if request.method == "POST" and not may_declare:
        raise PermissionDenied
    form = CompetenceForm(request.POST or None, declaring=None if may_keep else actor.unit)
    if request.method == "POST" and form.is_valid():
        try:
            keeping.set_competence(actor, **form.line)
        except WorkflowError as error:
            refuse(form, error)
        else:
            messages.success(request, _("The line was added."))
            return redirect("assistance:competences")
    lines = list(Competence.objects.select_related("unit", "subject"))
    regions = places.regions(line.area for line in lines)
    rows = [(line, regions.get(line.area, ""), may_keep or (may_declare and line.unit == actor.unit)) for line in lines]
    context = {"rows": rows, "form": form if may_declare else None, "may_keep": may_keep,
               "held": Subject.objects.offered().exclude(held_at=None)}  # fmt: skip
    return render(request, "assistance/competences.html", context, status=422 if form.errors else 200)


@require_POST
@acting_required
def end_competence(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a line end today."""
    line = get_object_or_404(Competence.objects.select_related("unit"), pk=pk)
    if not keeping.may_declare(request.actor, line.unit):
        raise PermissionDenied
    with told(request, _("The line ends today.")):
        keeping.end_competence(request.actor, line, last_day=timezone.localdate())
    return redirect("assistance:competences")


@require_http_methods(["GET", "POST"])
@acting_required
def subjects(request: HttpRequest) -> HttpResponse:
    """What acts are about, with the words by which the competent unit is found; the office adds further ones."""
    may_keep = keeping.may_keep(request.actor)
    if request.method == "POST" and not may_keep:
        raise PermissionDenied
    form = SubjectForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        keeping.save_subject(request.actor, given.pop("code"), SubjectWording(**given))
        messages.success(request, _("The subject was added."))
        return redirect("assistance:subjects")
    context = {"subjects": Subject.objects.all(), "form": form, "may_keep": may_keep}
    return render(request, "assistance/subjects.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@keeper_page
def subject(request: HttpRequest, code: str) -> HttpResponse:
    """Change a subject, or offer it no longer; what it said before stays in the record."""
    found = get_object_or_404(Subject, code=code)
    form = SubjectForm(request.POST or None, subject=found)
    if request.method == "POST" and form.is_valid():
        keeping.save_subject(request.actor, code, SubjectWording(**form.cleaned_data))
        messages.success(request, _("Saved."))
        return redirect("assistance:subjects")
    past = [entry for entry in timeline(CHAIN, kinds=[CATALOGUE]) if entry.detail.get("subject") == code]
    context = {"subject": found, "form": form, "past": [one for one in past if one.act == "subject_saved"]}
    return render(request, "assistance/subject.html", context, status=422 if form.errors else 200)
