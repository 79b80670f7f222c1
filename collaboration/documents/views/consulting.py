"""The page from which the drafting unit asks the public."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from collaboration.consultation.forms import OpenForm
from collaboration.documents import rules
from collaboration.documents.models import JointDocument
from collaboration.documents.views.finding import number_in, step_page
from collaboration.documents.workflow import consulting
from collaboration.documents.workflow.working import upcoming
from collaboration.errors import WorkflowError


@require_http_methods(["GET", "POST"])
@step_page(rules.CONSULT)
def consult(request: HttpRequest, document: JointDocument) -> HttpResponse:
    """Show what the public will read; then open it to everybody."""
    form = OpenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        revision = number_in(request.POST, "revision")
        try:
            made = consulting.consult(request.actor, document, **form.cleaned_data, revision=revision)
        except WorkflowError as error:
            form.add_error(None, str(error))
        else:
            return redirect(made)
    context = {"document": document, "version": upcoming(document), "form": form}
    return render(request, "documents/consult.html", context, status=422 if form.errors else 200)
