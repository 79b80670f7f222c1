"""What came in from the public, for the unit that asked: read, decided on, answered."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from collaboration.consultation import personal, rules, workflow
from collaboration.consultation.forms import HandlingForm, ReportForm
from collaboration.consultation.models import Comment, Consultation
from collaboration.errors import WorkflowError
from collaboration.matters import kinds
from collaboration.matters.pages import told
from tenants import hosts
from tenants.identity.access import acting_required
from tenants.units.models import Tenant

ON_PAGE = 30


def _find(request: HttpRequest, public_id: UUID) -> Consultation:
    found = Consultation.objects.visible_to(request.actor).exclude(title="").select_related("matter", "unit")
    consultation = get_object_or_404(found, pk=public_id)
    if not rules.can_handle(request.actor, consultation):
        raise PermissionDenied(_("Only a handler of the unit that asks can do this."))
    return consultation


@require_GET
@never_cache
@acting_required
def detail(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Everything that came in, names and numbers masked, each with its decision or a form for it."""
    return _page(request, _find(request, public_id))


def _page(
    request: HttpRequest,
    consultation: Consultation,
    *,
    tried: tuple[UUID, HandlingForm] | None = None,
    report: ReportForm | None = None,
    seen: tuple[UUID, personal.Contact] | None = None,
) -> HttpResponse:
    comments = Comment.objects.visible_to(request.actor).filter(consultation=consultation)
    page = Paginator(comments.select_related("handled_by"), ON_PAGE).get_page(request.GET.get("page"))
    texts = {block["id"]: block["text"] for block in consultation.blocks if block.get("text")}
    for comment in page:
        is_tried = tried is not None and tried[0] == comment.pk
        comment.form = tried[1] if tried and is_tried else _form(comment)
        comment.shown = personal.masked(personal.opened_words(comment.words))
        contact = personal.opened_contact(comment.contact)
        comment.person = seen[1] if seen and seen[0] == comment.pk else contact.masked
        comment.place = texts.get(comment.block_id, "")
    sites = Tenant.objects.filter(pk__in=consultation.tenants)
    context = {
        "consultation": consultation,
        "page": page,
        "is_open": consultation.is_open(),
        "undecided": comments.filter(outcome="").count(),
        "report": report or ReportForm(),
        "matter_url": reverse(kinds.kind_of(consultation.matter.kind).url_name, args=[consultation.matter.public_id]),
        "addresses": [hosts.site_url(site, f"/consultations/{consultation.pk}/") for site in sites],
    }
    failed = tried is not None or (report is not None and report.errors)
    return render(request, "consultation/detail.html", context, status=422 if failed else 200)


def _form(comment: Comment, data: object = None) -> HandlingForm:
    return HandlingForm(data, initial={"outcome": comment.outcome, "reason": comment.reason}, prefix=str(comment.pk))


@require_POST
@acting_required
def handle(request: HttpRequest, public_id: UUID, comment_id: UUID) -> HttpResponse:
    """Decide on one opinion."""
    consultation = _find(request, public_id)
    comment = get_object_or_404(Comment.objects.visible_to(request.actor), pk=comment_id, consultation=consultation)
    form = _form(comment, request.POST)
    if not form.is_valid():
        return _page(request, consultation, tried=(comment.pk, form))
    with told(request, _("The decision was saved.")):
        workflow.handle(request.actor, comment, **form.cleaned_data)
    return redirect(f"{consultation.get_absolute_url()}#c{comment.pk}")


@require_POST
@never_cache
@acting_required
def contact(request: HttpRequest, public_id: UUID, comment_id: UUID) -> HttpResponse:
    """Show one contact unmasked; the record says that somebody looked."""
    consultation = _find(request, public_id)
    comment = get_object_or_404(
        Comment.objects.visible_to(request.actor).select_related("consultation__matter"),
        pk=comment_id,
        consultation=consultation,
    )
    return _page(request, consultation, seen=(comment.pk, workflow.look_at_contact(request.actor, comment)))


@require_POST
@acting_required
def close(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """End the asking before its day."""
    consultation = _find(request, public_id)
    with told(request, _("The public is not asked any more.")):
        workflow.close(request.actor, consultation)
    return redirect(consultation)


@require_POST
@acting_required
def report(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Publish the outcome on the page where the public was asked."""
    consultation = _find(request, public_id)
    form = ReportForm(request.POST)
    if form.is_valid():
        try:
            workflow.report(request.actor, consultation, summary=form.cleaned_data["summary"])
        except WorkflowError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The outcome stands on the public page."))
            return redirect(consultation)
    return _page(request, consultation, report=form)
