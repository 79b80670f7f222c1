"""Choosing the recipients of a sealed document and sending it to them."""

from collections.abc import Iterable, Sequence

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from collaboration.deadlines.clock import Term
from collaboration.deadlines.models import CountedIn
from collaboration.dispatch.models import Addressee
from collaboration.documents import printing, rules
from collaboration.documents.forms import IssueForm
from collaboration.documents.models import JointDocument
from collaboration.documents.recipients import Recipients
from collaboration.documents.sending import signers_of
from collaboration.documents.views.finding import step_page
from collaboration.documents.workflow import issuing
from collaboration.errors import WorkflowError
from tenants.units.models import Unit
from tenants.units.search import meant_by

SHOWN = 30
SETS = {
    "below": gettext_lazy("All units directly below the issuing ones"),
    "leads": gettext_lazy("The lead units"),
}


@require_http_methods(["GET", "POST"])
@step_page(rules.ISSUE)
def issue(request: HttpRequest, document: JointDocument) -> HttpResponse:
    """The list grows with every search; nothing is sent before the last button."""
    taken = [*signers_of(document), *_reached(document)]
    data = request.POST if request.method == "POST" else None
    if data is None:
        line = printing.signed_attempt(document).version.recipients if document.issued_at is None else ""
        chosen = Recipients.proposed(line, without=taken)
    else:
        chosen = Recipients.read(data, without=taken)
        for unit in _set(data.get("set", ""), document, taken):
            chosen.units.setdefault(unit, Addressee.Role.COPY)
    form = IssueForm(data if data and "send" in data else None, initial=data and data.dict())
    if data and "send" in data and form.is_valid():
        try:
            term = Term(CountedIn.WORKING_DAYS, form.cleaned_data["days"])
            issuing.issue(request.actor, document, chosen.addressees(), term=term, note=form.cleaned_data["note"])
        except WorkflowError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The document was issued to its recipients."))
            return redirect(document)
    query = (data or {}).get("q", "").strip()[:60]
    context = {"document": document, "form": form, "chosen": chosen, "query": query, "sets": SETS.items()}
    context["found"] = _found(query, [*taken, *chosen.units]) if query else []
    return render(request, "documents/issue.html", context, status=422 if form.errors else 200)


def _reached(document: JointDocument) -> list[Unit]:
    """The units to which it was sent before."""
    rows = Addressee.objects.filter(dispatch__about=document.public_id, dispatch__purpose="issue").exclude(unit=None)
    return [row.unit for row in rows.select_related("unit") if row.unit]


def _found(query: str, without: Iterable[Unit]) -> list[Unit]:
    known = [unit.pk for unit in without]
    return list(Unit.objects.open().filter(meant_by(query), level__gt=0).exclude(pk__in=known).distinct()[:SHOWN])


def _set(name: str, document: JointDocument, without: Sequence[Unit]) -> list[Unit]:
    """One of the usual lists of recipients."""
    units = Unit.objects.open().filter(level__gt=0).exclude(pk__in=[unit.pk for unit in without])
    if name == "leads":
        return list(units.filter(is_lead=True))
    return list(units.filter(parent__in=signers_of(document))) if name == "below" else []
