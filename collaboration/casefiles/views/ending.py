"""The end of a matter: who has archived it, which terms run, who holds it, what is left once it is erased."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.http import content_disposition_header
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from collaboration.casefiles import dossier, rules, workflow
from collaboration.casefiles.forms import DossierForm, ReasonForm
from collaboration.casefiles.models import Confirmation, Ending, Hold
from collaboration.casefiles.notifications import workers
from collaboration.casefiles.views.finding import back_to, matter_page
from collaboration.casefiles.views.serving import STRICT_HEADERS
from collaboration.errors import WorkflowError
from collaboration.matters.models import Matter
from collaboration.matters.record import record
from collaboration.matters.telling import titles_of
from tenants.identity.actor import Actor

Step = Callable[..., None]
View = Callable[..., HttpResponse]


@require_GET
@matter_page
def ending(request: HttpRequest, matter: Matter) -> HttpResponse:
    """Everything about the end of one matter."""
    return _page(request, matter)


def _page(request: HttpRequest, matter: Matter, **forms: Form) -> HttpResponse:
    actor: Actor = request.actor
    confirmed = {one.unit_id: one for one in Confirmation.objects.visible_to(actor).filter(matter=matter)}
    holds = list(Hold.objects.visible_to(actor).filter(matter=matter).select_related("unit"))
    found = Ending.objects.visible_to(actor).filter(matter=matter).select_related("rule").first()
    own_hold = next((one for one in holds if one.unit_id == actor.unit.pk and one.lifted_at is None), None)
    context: dict[str, Any] = {
        "matter": matter,
        "title": titles_of([matter]).get(matter.pk, ""),
        "sides": [(unit, confirmed.get(unit.pk)) for unit in workers(matter)],
        "ending": found,
        "holds": holds,
        "own_hold": own_hold,
        "can_confirm": rules.can_confirm_archive(actor, matter) and actor.unit.pk not in confirmed,
        "can_hold": rules.can_hold(actor, matter),
        "certificate": dossier.certificate(matter, found) if found and found.erased_at else [],
        "dossier_form": DossierForm(),
        "hold_form": ReasonForm(prefix="hold"),
        "lift_form": ReasonForm(prefix="lift"),
        "back": back_to(matter),
    }
    status = 422 if forms else 200
    return render(request, "casefiles/ending.html", context | forms, status=status)


def _step(
    form_of: Callable[[Any], Form], field: str, step: Step, success: str | Promise
) -> Callable[..., HttpResponse]:
    @require_POST
    @matter_page
    def view(request: HttpRequest, matter: Matter) -> HttpResponse:
        form = form_of(request.POST)
        if form.is_valid():
            try:
                step(request.actor, matter, **form.cleaned_data)
            except WorkflowError as error:
                form.add_error(None, str(error))
            else:
                messages.success(request, str(success))
                return redirect("casefiles:ending", matter.public_id)
        return _page(request, matter, **{field: form})

    return view


confirm = _step(
    DossierForm,
    "dossier_form",
    workflow.confirm_archive,
    _("Confirmed; the terms begin when every side has confirmed."),
)
hold = _step(
    lambda data: ReasonForm(data, prefix="hold"), "hold_form", workflow.hold,
    _("Held; nothing is hidden or erased until it is lifted."),
)  # fmt: skip
lift = _step(lambda data: ReasonForm(data, prefix="lift"), "lift_form", workflow.lift, _("Lifted; the terms run on."))


@require_GET
@matter_page
def contents(request: HttpRequest, matter: Matter) -> HttpResponse:
    """Contents list, note and transfer list on paper."""
    return _pdf(dossier.contents_pdf(request.actor, matter), _("Contents list of the dossier"))


@require_GET
@matter_page
def parcel(request: HttpRequest, matter: Matter) -> HttpResponse:
    """The case as one parcel for the unit's own archive; taking it is recorded."""
    if matter.is_purged:
        raise Http404
    pieces = dossier.parcel(request.actor, matter)
    record(matter, "dossier_taken")
    name = content_disposition_header(True, f"{matter.public_id}.zip") or "attachment"
    headers = STRICT_HEADERS | {"Content-Disposition": name}
    return StreamingHttpResponse(pieces, content_type="application/zip", headers=headers)


@require_GET
@matter_page
def certificate(request: HttpRequest, matter: Matter) -> HttpResponse:
    """The certificate of erasure on paper."""
    found = Ending.objects.visible_to(request.actor).filter(matter=matter).exclude(erased_at=None).first()
    if found is None:
        raise Http404
    return _pdf(dossier.certificate_pdf(request.actor, matter, found), _("Certificate of erasure"))


def _pdf(data: bytes, name: str | Promise) -> HttpResponse:
    told = content_disposition_header(True, f"{name}.pdf") or "attachment"
    return HttpResponse(data, content_type="application/pdf", headers=STRICT_HEADERS | {"Content-Disposition": told})
