"""A dispatch as each side sees it; the register of filed documents; the note that goes with what is sent on paper."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from collaboration.archive import workflow as archiving
from collaboration.deadlines.calendar import WorkingDays
from collaboration.deadlines.lights import Light, light_of
from collaboration.dispatch import register, rules, workflow
from collaboration.dispatch.forms import AnswerForm, DeliveryForm, QueryForm
from collaboration.dispatch.keeping import kept_of
from collaboration.dispatch.models import Addressee, Dispatch, Query
from collaboration.errors import WorkflowError
from collaboration.incoming.house import house
from collaboration.matters.pages import told
from collaboration.publication.body import parts, recipients_line
from collaboration.publication.formats import kind_label
from collaboration.publication.models import PublishedDocument, Validity
from collaboration.publication.presentation import page_address, site_showing
from collaboration.publication.validity import current_change
from collaboration.worklist.models import Waiting
from collaboration.worklist.tables import xlsx
from tenants.audit.timeline import timeline
from tenants.files import store
from tenants.identity.access import acting_required
from tenants.units.models import Level

PAGE = 50


def _find(request: HttpRequest, public_id: UUID) -> Dispatch:
    found = Dispatch.objects.visible_to(request.actor).select_related("matter__drafting_unit")
    return get_object_or_404(found, matter__public_id=public_id)


@require_GET
@acting_required
def detail(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """What was sent, and who has answered as far as the reader may know."""
    dispatch = _find(request, public_id)
    context = {
        **_text(dispatch),
        **_standing(dispatch),
        **_sides(request, dispatch),
        "query_form": QueryForm(),
        "answer_form": AnswerForm(),
        "entries": timeline(dispatch.public_id, reader=request.actor.unit),
    }
    return render(request, "dispatch/detail.html", context, status=410 if dispatch.matter.is_purged else 200)


def _text(dispatch: Dispatch) -> dict[str, Any]:
    return {
        "dispatch": dispatch,
        "matter": dispatch.matter,
        "kind": kind_label(dispatch.document_kind),
        "parts": list(parts(dispatch.blocks)),
        "recipients": recipients_line(dispatch.recipients, dispatch.blocks),
    }


def _standing(dispatch: Dispatch) -> dict[str, Any]:
    """What became of the document since it was sent: amended, repealed, over, taken down."""
    published = PublishedDocument.objects.filter(pk=dispatch.about).first()
    if published is None or published.purged_at:
        return {}
    if published.taken_down_at:
        return {"withdrawn": published.take_downs.first()}
    change = current_change(published)
    if change is None or change.validity == Validity.IN_FORCE:
        return {}
    site = site_showing(change.successor, dispatch.matter.drafting_unit.tenant) if change.successor else None
    return {"change": change, "successor_address": page_address(site, change.successor) if site else ""}


def _sides(request: HttpRequest, dispatch: Dispatch) -> dict[str, Any]:
    """The addressees that the reader may see, and what the reader's own unit can do."""
    actor = request.actor
    rows = list(Waiting.objects.open().filter(matter=dispatch.pk).select_related("deadline"))
    shown = Addressee.objects.visible_to(actor).filter(dispatch=dispatch).select_related("unit")
    addressees = list(shown.prefetch_related("queries"))
    own = next((one for one in addressees if one.unit_id == actor.unit.pk), None)
    lights, is_sending = _lights(rows), rules.is_sending(actor, dispatch)
    return {
        "own": own,
        "is_sending": is_sending,
        "addressees": [(one, lights.get(one.unit_id)) for one in addressees],
        "answered": sum(1 for one in addressees if one.answered_at),
        "queries": [(one, query) for one in addressees if one == own or is_sending for query in one.queries.all()],
        "on_paper": [one for one in addressees if one.unit_id is None],
        "can_acknowledge": rules.can_acknowledge(actor, own),
        "can_query": rules.can_query(actor, own),
        "can_answer": rules.sends(actor, dispatch) and rules.answers(actor),
        "has_waiting": bool(rows),
        "can_keep": own is not None and rules.answers(actor) and not dispatch.matter.is_purged,
        "house": house(actor, dispatch.matter, rows),
    }


def _lights(rows: list[Waiting]) -> dict[int | None, Light | None]:
    calendar = WorkingDays.load()
    clocks = ((row.unit_id, getattr(row, "deadline", None)) for row in rows)
    return {unit: light_of(clock, calendar=calendar) for unit, clock in clocks if clock}


@require_GET
@acting_required
def file(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The sealed file."""
    dispatch = _find(request, public_id)
    if dispatch.matter.is_purged:
        raise Http404
    stored = store.path_of(dispatch.file_sha256).open("rb")
    return FileResponse(stored, filename=f"{dispatch.title}.pdf", content_type="application/pdf")


@require_POST
@acting_required
def keep(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Take a copy of what was received into the unit's own archive."""
    dispatch = _find(request, public_id)
    if not dispatch.addressees.filter(unit=request.actor.unit).exists():
        raise PermissionDenied(_("What your unit signed lies in its archive already."))
    try:
        item = archiving.take_in(request.actor, kept_of(dispatch))
    except WorkflowError as error:
        messages.error(request, str(error))
        return redirect(dispatch)
    messages.success(request, _("It lies in your unit's archive."))
    return redirect(item)


@require_GET
@acting_required
def paper(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The delivery note for those outside the portal, to print and have signed."""
    dispatch = _find(request, public_id)
    if not rules.is_sending(request.actor, dispatch):
        raise Http404
    addressees = dispatch.addressees.on_paper()
    return render(request, "dispatch/paper.html", {**_text(dispatch), "addressees": addressees})


def _step(request: HttpRequest, public_id: UUID, done: str, step: Callable[[], object]) -> HttpResponse:
    with told(request, done):
        step()
    return redirect("dispatch:detail", public_id)


@require_POST
@acting_required
def acknowledge(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Take note of what was filed."""
    dispatch = _find(request, public_id)
    return _step(request, public_id, _("Acknowledged."), lambda: workflow.acknowledge(request.actor, dispatch))


@require_http_methods(["GET", "POST"])
@acting_required
def query(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Ask about what was filed."""
    dispatch = _find(request, public_id)
    own = dispatch.addressees.filter(unit=request.actor.unit).prefetch_related("queries").first()
    if own is None or own.role not in Addressee.FILED or not rules.answers(request.actor):
        raise PermissionDenied(_("Only what was filed with your unit can be queried, one question at a time."))
    form = QueryForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data["text"]
        done = _("Your query went to the unit that filed the document.")
        return _step(request, public_id, done, lambda: workflow.ask(request.actor, dispatch, text=asked))
    return _form_page(request, dispatch, form, _("Query a filed document"), _("Send the query"))


@require_http_methods(["GET", "POST"])
@acting_required
def answer(request: HttpRequest, public_id: UUID, number: int) -> HttpResponse:
    """Answer what a unit asked."""
    dispatch = _find(request, public_id)
    if not (rules.sends(request.actor, dispatch) and rules.answers(request.actor)):
        raise PermissionDenied(_("Only the unit that filed the document answers."))
    asked = get_object_or_404(Query.objects.select_related("addressee__unit"), addressee__dispatch=dispatch, pk=number)
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        text = form.cleaned_data["text"]
        return _step(
            request, public_id, _("Answered."), lambda: workflow.answer_query(request.actor, dispatch, asked, text=text)
        )
    return _form_page(request, dispatch, form, _("Answer a query"), _("Send the answer"), asked=asked)


@require_http_methods(["GET", "POST"])
@acting_required
def deliver(request: HttpRequest, public_id: UUID, number: int) -> HttpResponse:
    """Note when and how it was delivered on paper."""
    dispatch = _find(request, public_id)
    if not (rules.sends(request.actor, dispatch) and rules.answers(request.actor)):
        raise PermissionDenied(_("Only the unit that sent it notes the delivery."))
    addressee = get_object_or_404(dispatch.addressees.on_paper(), pk=number)
    form = DeliveryForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            workflow.deliver(request.actor, dispatch, addressee, **form.cleaned_data)
        except WorkflowError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The delivery was noted."))
            return redirect(dispatch)
    return _form_page(request, dispatch, form, _("Delivery on paper"), _("Note the delivery"), addressee=addressee)


def _form_page(
    request: HttpRequest, dispatch: Dispatch, form: forms.Form, heading: str, submit: str, **more: Any
) -> HttpResponse:
    context = {"dispatch": dispatch, "form": form, "heading": heading, "submit": submit, **more}
    return render(request, "dispatch/act.html", context, status=422 if form.errors else 200)


@require_GET
@acting_required
def filed(request: HttpRequest) -> HttpResponse:
    """The register of documents filed with the acting unit, to page through or as a table."""
    actor = request.actor
    filters = register.Filters.read(request.GET, actor)
    rows = register.filed(actor, filters)
    if request.GET.get("format") == "xlsx":
        name = f"filed-{timezone.localdate():%Y%m%d}"
        return xlsx(name, register.HEADINGS, [register.cells(row) for row in rows[: register.MOST]])
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "lines": [(row, register.standing_of(row), kind_label(row.dispatch.document_kind)) for row in page],
        "filters": filters,
        "years": [(str(year), str(year)) for year in register.years(actor)],
        "levels": [(str(level), label) for level, label in Level.choices if level],
        "kinds": [(kind, kind_label(kind)) for kind in register.kinds(actor)],
        "standings": register.Standing.choices,
    }
    return render(request, "dispatch/filed.html", context)
