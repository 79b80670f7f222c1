"""How the unit goes about letters, kind by kind: its administrator sets it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from collaboration.assistance.models import RequestKind
from collaboration.letters.forms import PracticeForm
from collaboration.letters.models import Practice
from collaboration.letters.workflow import practising
from tenants.identity.access import role_required
from tenants.identity.roles import Role

EVERY = "every-kind"


@require_http_methods(["GET", "POST"])
@role_required(Role.UNIT_ADMINISTRATOR)
def practice(request: HttpRequest) -> HttpResponse:
    """One choice for each kind, and one for all that are not set by themselves."""
    kinds = [None, *RequestKind.objects.all()]
    now = {row.kind_id: practising.word_of(row) for row in Practice.objects.visible_to(request.actor)}
    forms = [
        (kind, PracticeForm(request.POST or None, prefix=kind.code if kind else EVERY,
                            initial={"way": now.get(kind.code if kind else None, "")}))
        for kind in kinds
    ]  # fmt: skip
    if request.method == "POST" and all(form.is_valid() for _kind, form in forms):
        practising.set_ways(request.actor, {kind: form.cleaned_data["way"] for kind, form in forms})
        messages.success(request, _("Saved."))
        return redirect("letters:practice")
    return render(request, "letters/practice.html", {"forms": forms}, status=422 if request.method == "POST" else 200)
