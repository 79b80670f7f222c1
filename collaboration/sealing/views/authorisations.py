"""The standing authorisations to use the seal of the acting unit."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from collaboration.errors import WorkflowError
from collaboration.matters.pages import told
from collaboration.publication.formats import kind_label
from collaboration.sealing import rules, uses, workflow
from collaboration.sealing.forms import AuthorisationForm, EndForm, GrantForm
from collaboration.sealing.models import StandingAuthorisation
from tenants.audit.timeline import timeline
from tenants.files import store
from tenants.identity.access import role_required
from tenants.identity.roles import Role
from tenants.units.models import Unit

PAGE = 30
keeper = role_required(Role.SEAL_KEEPER, Role.SIGNATORY)


@require_GET
@keeper
def authorisations(request: HttpRequest) -> HttpResponse:
    """The unit's standing authorisations: those that hold or wait, and on the other tab those that are over."""
    today, tab = timezone.localdate(), "over" if request.GET.get("tab") == "over" else "open"
    own = StandingAuthorisation.objects.visible_to(request.actor).select_related("granted_by")
    over = own.over(today)
    shown = over if tab == "over" else own.exclude(pk__in=over)
    page = Paginator(shown, PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [_told(one) for one in page],
        "tab": tab,
        "may_enter": rules.keeps_seal(request.actor),
    }
    return render(request, "sealing/authorisations.html", context)


def _told(authorisation: StandingAuthorisation) -> StandingAuthorisation:
    """With the words for its kinds, its units and where it stands."""
    authorisation.kind_labels = [kind_label(kind) for kind in authorisation.kinds]
    units = Unit.objects.in_bulk(authorisation.drafting_units)
    authorisation.unit_names = [units[pk].display_name for pk in authorisation.drafting_units if pk in units]
    authorisation.state = authorisation.standing(timezone.localdate())
    return authorisation


@require_http_methods(["GET", "POST"])
@keeper
def enter(request: HttpRequest) -> HttpResponse:
    """Copy a written instrument into the portal."""
    form = AuthorisationForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            entered = workflow.enter(request.actor, form.instrument)
        except WorkflowError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The instrument was entered. It takes effect once a signatory confirms it."))
            page = "sealing:grant" if rules.can_grant(request.actor, entered) else "sealing:authorisation"
            return redirect(page, entered.public_id)
    return render(request, "sealing/enter.html", {"form": form}, status=422 if form.errors else 200)


def _find(request: HttpRequest, public_id: UUID) -> StandingAuthorisation:
    own = StandingAuthorisation.objects.visible_to(request.actor)
    found = own.select_related("unit", "entered_by", "granted_by", "ended_by")
    return _told(get_object_or_404(found, public_id=public_id))


@require_GET
@keeper
def authorisation(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One authorisation: what the instrument says, what happened to it, and every release under it."""
    found = _find(request, public_id)
    releases = uses.releases_of(request.actor).filter(authorisation=found)
    context = {
        "authorisation": found,
        "entries": timeline(found.public_id),
        "uses": uses.in_words(list(releases[:PAGE])),
        "count": releases.count(),
        "can_grant": rules.can_grant(request.actor, found),
        "can_end": rules.can_end(request.actor, found),
    }
    return render(request, "sealing/authorisation.html", context)


@require_http_methods(["GET", "POST"])
@keeper
def grant(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Read what was entered against the paper, and confirm it for the unit."""
    found = _find(request, public_id)
    if not rules.can_grant(request.actor, found):
        messages.info(request, _("There is nothing for you to confirm here."))
        return redirect(found)
    form = GrantForm(request.POST or None, actor=request.actor, subject=workflow.subject_of(found))
    if request.method == "POST" and form.is_valid():
        with told(request, _("You confirmed the authorisation for your unit.")):
            workflow.grant(request.actor, found, prove=form.prove)
        return redirect(found)
    status = 422 if form.errors else 200
    return render(request, "sealing/grant.html", {"authorisation": found, "form": form}, status=status)


@require_http_methods(["GET", "POST"])
@keeper
def end(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """End it before its term, or discard what was never confirmed."""
    found = _find(request, public_id)
    if not rules.can_end(request.actor, found):
        messages.info(request, _("This authorisation has ended already."))
        return redirect(found)
    form = EndForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with told(request, _("The authorisation has ended. From now on the seal keeper is asked again.")):
            workflow.end(request.actor, found, reason=form.cleaned_data["reason"])
        return redirect(found)
    status = 422 if form.errors else 200
    return render(request, "sealing/end.html", {"authorisation": found, "form": form}, status=status)


@require_GET
@keeper
def scan(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The scan of the instrument, for people of the unit."""
    found = _find(request, public_id)
    if not found.scan_sha256:
        raise Http404
    try:
        stored = store.path_of(found.scan_sha256).open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    return FileResponse(stored, as_attachment=True, filename=found.scan_name)
