"""Which units take part: found in the directory or by the preset, shown before anything is sent."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from collaboration.documents import rules
from collaboration.documents.crossing import crossings, subject_of
from collaboration.documents.models import JointDocument
from collaboration.documents.views.finding import step_page, told
from collaboration.documents.workflow import drafting
from collaboration.errors import WorkflowError
from collaboration.levels import workflow as levels
from collaboration.levels.forms import AskForm
from collaboration.levels.rules import decider
from tenants.units.models import Unit
from tenants.units.search import meant_by

SHOWN = 30


@require_http_methods(["GET", "POST"])
@step_page(rules.INVITE)
def units(request: HttpRequest, document: JointDocument) -> HttpResponse:
    """Choose units to invite."""
    if request.method == "POST":
        chosen = list(_free(document).filter(code__in=request.POST.getlist("unit")[:200]))
        with told(request, _("The units were added.")):
            drafting.invite(request.actor, document, chosen)
        return redirect("documents:units", document.public_id)
    query = request.GET.get("q", "").strip()[:60]
    found = list(_free(document).filter(meant_by(query)).distinct()[: SHOWN + 1])
    context = {
        "document": document,
        "query": query,
        "found": found[:SHOWN],
        "has_more": len(found) > SHOWN,
        "preset": list(_free(document).filter(is_lead=True)),
        "levels": _levels(document),
        "crossings": crossings(document, [*(one.unit for one in document.invitations.all()), *found]),
    }
    return render(request, "documents/units.html", context)


def _free(document: JointDocument) -> QuerySet[Unit]:
    """Open units that can be invited and are not yet."""
    known = [document.drafting_unit.pk, *(one.unit_id for one in document.invitations.all())]
    return Unit.objects.open().filter(level__gt=0).exclude(pk__in=known)


def _levels(document: JointDocument) -> int:
    """How many different levels take part: more than one is unusual in a joint document and pointed out."""
    return len({document.drafting_unit.level, *(one.unit.level for one in document.invitations.all())})


@require_http_methods(["GET", "POST"])
@step_page(rules.INVITE)
def ask_level(request: HttpRequest, document: JointDocument, code: str) -> HttpResponse:
    """Ask the superior whether a unit of another level may take part."""
    unit = get_object_or_404(Unit.objects.open(), code=code)
    superior = decider(document.drafting_unit, unit)
    form = AskForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            asked = levels.ask(request.actor, subject_of(document, form.cleaned_data["purpose"]), unit)
        except WorkflowError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The superior was asked; you are told of the decision."))
            return redirect(asked)
    context = {"document": document, "unit": unit, "superior": superior, "form": form}
    return render(request, "documents/ask_level.html", context, status=422 if form.errors else 200)


@require_POST
@step_page(rules.UNINVITE)
def withdraw(request: HttpRequest, document: JointDocument, code: str) -> HttpResponse:
    """Take a unit off the list of a draft."""
    unit = get_object_or_404(Unit, code=code)
    with told(request, _("The unit was removed.")):
        drafting.withdraw_invitation(request.actor, document, unit)
    return redirect("documents:units", document.public_id)


@require_POST
@step_page(rules.LEAVE_OUT)
def leave_out(request: HttpRequest, document: JointDocument, code: str) -> HttpResponse:
    """Go on without a unit that has been closed."""
    unit = get_object_or_404(Unit, code=code)
    with told(request, _("The closed unit was removed.")):
        drafting.leave_out(request.actor, document, unit)
    return redirect(document)
