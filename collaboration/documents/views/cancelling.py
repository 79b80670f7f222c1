"""The whole matter is given up."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from collaboration.documents import rules
from collaboration.documents.forms import ReasonForm
from collaboration.documents.models import JointDocument
from collaboration.documents.views.finding import step_page, told
from collaboration.documents.workflow import cancelling


@require_http_methods(["GET", "POST"])
@step_page(rules.CANCEL)
def cancel(request: HttpRequest, document: JointDocument) -> HttpResponse:
    """Cancel with a reason that every unit reads."""
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with told(request, _("The matter was cancelled; all units were told.")):
            cancelling.cancel(request.actor, document, reason=form.cleaned_data["reason"])
        return redirect(document)
    return render(request, "documents/cancel.html", {"document": document, "form": form})
