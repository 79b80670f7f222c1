"""The ledger of a unit's document numbers: filtered, exported, printed; numbers reserved, released and taken over."""

from dataclasses import astuple
from typing import Any

from django.contrib import messages
from django.core import signing
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from collaboration.errors import WorkflowError
from collaboration.matters.pages import told
from collaboration.matters.telling import titles_of
from collaboration.numbering import former_register, workflow
from collaboration.numbering.former_register import Entry
from collaboration.numbering.forms import FilterForm, ImportForm, ReasonForm, ReserveForm
from collaboration.numbering.models import DocumentNumber
from collaboration.worklist.tables import xlsx
from tenants.identity.access import acting_required, role_required
from tenants.identity.actor import Actor
from tenants.identity.roles import Role

PAGE = 50
PRINTED = 5000
SALT = "numbering.import"
keeper = role_required(Role.HANDLER)


@require_GET
@acting_required
def ledger(request: HttpRequest) -> HttpResponse:
    """The numbers of the acting unit; all that match on one page for printing, or as a workbook."""
    form = FilterForm(request.GET)
    found = _found(request.actor, form)
    if request.GET.get("format") == "xlsx":
        rows = _told(list(found[:PRINTED]))
        headings = [_("Document number"), _("Title"), _("State"), _("Date"), _("Person"), _("Reason")]
        return xlsx(_("Ledger of numbers"), headings, [_cells(row) for row in rows])
    page = Paginator(found, PRINTED if "print" in request.GET else PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": _told(list(page)),
        "form": form,
        "may_keep": workflow.keeps_ledger(request.actor),
        "query": request.GET.urlencode(),
    }
    return render(request, "numbering/ledger.html", context)


def _found(actor: Actor, form: FilterForm) -> QuerySet[DocumentNumber]:
    found = DocumentNumber.objects.visible_to(actor).select_related("matter", "user")
    wanted = form.cleaned_data if form.is_valid() else {}
    for field, given in (("code_word", "word"), ("year", "year"), ("state", "state")):
        if wanted.get(given):
            found = found.filter(**{field: wanted[given]})
    if words := wanted.get("q", ""):
        by_number = Q(number=int(words)) if words.isdecimal() and words.isascii() and len(words) < 7 else Q()
        found = found.filter(Q(title__icontains=words) | by_number if by_number else Q(title__icontains=words))
    return found


def _told(rows: list[DocumentNumber]) -> list[DocumentNumber]:
    """With the titles of the matters that bear the numbers, as far as the person may see them."""
    titles = titles_of([row.matter for row in rows if row.matter])
    for row in rows:
        row.shown_title = titles.get(row.matter_id, "") if row.matter_id else row.title
        row.is_reserved = row.state == DocumentNumber.State.RESERVED
    return rows


def _cells(row: DocumentNumber) -> list[str]:
    day = row.dated_on or row.issued_at
    person = row.user.name if row.user else ""
    return [str(row), row.shown_title, str(row.get_state_display()), date_format(day, "Y-m-d"), person, row.reason]


@require_http_methods(["GET", "POST"])
@keeper
def reserve(request: HttpRequest) -> HttpResponse:
    """Keep the next number for something."""
    form = ReserveForm(request.POST or None, initial={"word": request.actor.unit.code_word})
    if request.method == "POST" and form.is_valid():
        try:
            number = workflow.reserve(request.actor, **form.cleaned_data)
        except WorkflowError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Number %(number)s is reserved.") % {"number": number})
            return redirect("numbering:ledger")
    return render(request, "numbering/reserve.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@keeper
def release(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a reserved number go, with a reason."""
    number = get_object_or_404(DocumentNumber.objects.visible_to(request.actor), pk=pk)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with told(request, _("The number was released; the next document gets it.")):
            workflow.release(request.actor, number, reason=form.cleaned_data["reason"])
        return redirect("numbering:ledger")
    context = {"number": number, "form": form}
    return render(request, "numbering/release.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@keeper
def take_over(request: HttpRequest) -> HttpResponse:
    """Check a former register line by line, show what would be taken over, and then take it over."""
    if request.method == "POST" and "checked" in request.POST:
        return _carry_out(request)
    form = ImportForm(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {"form": form}
    if request.method == "POST" and form.is_valid():
        try:
            rows = former_register.rows_of(form.cleaned_data["file"].read())
        except ValueError:
            form.add_error("file", _("This file cannot be read as a table."))
        else:
            own = DocumentNumber.objects.visible_to(request.actor)
            entries, problems = former_register.check(rows, own.values_list("code_word", "year", "number"))
            context |= {"entries": entries, "problems": problems, "is_checked": True}
            if entries and not problems:
                kept = [request.actor.unit.pk, [astuple(entry) for entry in entries]]
                context["checked"] = signing.dumps(kept, salt=SALT, compress=True)
    return render(request, "numbering/import.html", context, status=422 if form.errors else 200)


def _carry_out(request: HttpRequest) -> HttpResponse:
    try:
        unit, kept = signing.loads(request.POST["checked"], salt=SALT, max_age=3600)
        if unit != request.actor.unit.pk:
            raise signing.BadSignature
        amount = workflow.take_over(request.actor, [Entry(*values) for values in kept])
    except signing.BadSignature:
        messages.error(request, _("The check is too old; upload the table again."))
    except WorkflowError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Numbers taken over: %(count)d.") % {"count": amount})
        return redirect("numbering:ledger")
    return redirect("numbering:import")
