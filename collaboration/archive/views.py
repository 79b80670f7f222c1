"""The unit's archive: what is kept, archived, lent, transferred."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from collaboration.archive import rules, workflow
from collaboration.archive.forms import ArchiveForm, FondsForm, LoanForm, TransferForm
from collaboration.archive.models import Fonds, Item, Retention, TransferList
from collaboration.archive.package import package_of
from collaboration.errors import WorkflowError
from collaboration.matters.pages import told
from collaboration.worklist.tables import xlsx
from tenants.identity.access import acting_required

PAGE = 50
TO_ARCHIVE, ARCHIVED, LENT, TRANSFERS = "to_archive", "archived", "lent", "transfers"
HEADINGS = (
    gettext_lazy("Archive number"), gettext_lazy("Title"), gettext_lazy("Document number"),
    gettext_lazy("Issuing units"), gettext_lazy("Date of issue"),
    gettext_lazy("Retention period"), gettext_lazy("SHA-256 of the file"),
)  # fmt: skip


@require_http_methods(["GET", "POST"])
@acting_required
def items(request: HttpRequest) -> HttpResponse:
    """What the unit keeps, by how far it is; archived documents can be put on a transfer list."""
    own = Item.objects.visible_to(request.actor).without_bytes()
    form = TransferForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            chosen = own.filter(public_id__in=_ids(request))
            made = workflow.transfer(request.actor, list(chosen), receiver=form.cleaned_data["receiver"])
        except WorkflowError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The transfer list is made."))
            return redirect(made)
    tabs = {TO_ARCHIVE: own.to_archive(), ARCHIVED: own.archived(), LENT: own.lent()}
    tab = request.GET.get("tab", "")
    tab = tab if tab in (*tabs, TRANSFERS) else ARCHIVED if request.method == "POST" else TO_ARCHIVE
    lists = TransferList.objects.visible_to(request.actor)
    filters = {name: request.GET.get(name, "") for name in ("year", "retention", "q")}
    rows = lists if tab == TRANSFERS else _filtered(tabs[tab], filters)
    context: dict[str, Any] = {
        "tab": tab,
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "counts": {**{name: found.count() for name, found in tabs.items()}, TRANSFERS: lists.count()},
        "filters": filters,
        "years": own.exclude(year=None).order_by("-year").values_list("year", flat=True).distinct(),
        "retentions": Retention.choices,
        "form": form,
        "fonds": Fonds.objects.visible_to(request.actor).first(),
        "keeps": rules.keeps(request.actor),
        "today": timezone.localdate(),
    }
    return render(request, "archive/list.html", context, status=422 if form.errors else 200)


def _ids(request: HttpRequest) -> list[UUID]:
    found = []
    for given in request.POST.getlist("item")[:500]:
        try:
            found.append(UUID(given))
        except ValueError:
            continue
    return found


def _filtered(rows: QuerySet[Item], filters: dict[str, str]) -> QuerySet[Item]:
    if filters["year"].isdecimal() and len(filters["year"]) == 4:
        rows = rows.filter(year=int(filters["year"]))
    if filters["retention"] in Retention.values:
        rows = rows.filter(retention=filters["retention"])
    words = filters["q"].strip()[:100]
    if words:
        rows = rows.filter(Q(title__icontains=words) | Q(number__icontains=words) | Q(issuers__icontains=words))
    return rows.prefetch_related("loans")


@require_http_methods(["GET", "POST"])
@acting_required
def fonds(request: HttpRequest) -> HttpResponse:
    """The number and name of the unit's fonds."""
    current = Fonds.objects.visible_to(request.actor).first()
    initial = {"number": current.number, "name": current.name} if current else {"name": request.actor.unit.name}
    form = FondsForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            workflow.set_fonds(request.actor, **form.cleaned_data)
        except WorkflowError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Saved."))
            return redirect("archive:list")
    return render(request, "archive/fonds.html", {"form": form}, status=422 if form.errors else 200)


def _find(request: HttpRequest, public_id: UUID) -> Item:
    own = Item.objects.visible_to(request.actor).select_related("transfer").prefetch_related("loans")
    return get_object_or_404(own, public_id=public_id)


@require_http_methods(["GET", "POST"])
@acting_required
def item(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One document: its facts and proof, its archive number, its loans."""
    found = _find(request, public_id)
    form = ArchiveForm(request.POST or None, item=found, department=request.actor.unit.short_name)
    if request.method == "POST" and form.is_valid():
        try:
            workflow.archive(request.actor, found, **form.cleaned_data)
        except WorkflowError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Archived."))
            return redirect(found)
    context = {
        "item": found,
        "form": form,
        "loan_form": LoanForm(),
        "loans": list(found.loans.all()),
        "can_archive": rules.can_archive(request.actor, found),
        "can_lend": rules.can_lend(request.actor, found),
        "keeps": rules.keeps(request.actor),
        "has_fonds": Fonds.objects.visible_to(request.actor).exists(),
        "today": timezone.localdate(),
    }
    return render(request, "archive/item.html", context, status=422 if form.errors else 200)


@require_GET
@acting_required
def file(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The kept bytes."""
    found = get_object_or_404(Item.objects.visible_to(request.actor).exclude(file_sha256=""), public_id=public_id)
    return _download(found.read(), "document.pdf", "application/pdf")


@require_GET
@acting_required
def package(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The package: file, metadata, proof."""
    own = Item.objects.visible_to(request.actor).select_related("transfer").exclude(file_sha256="")
    found = get_object_or_404(own, public_id=public_id)
    name = found.archive_number.replace("·", ".") or str(found.public_id)
    return _download(package_of(found), f"{name}.zip", "application/zip")


def _download(data: bytes, name: str, content_type: str) -> HttpResponse:
    answer = HttpResponse(data, content_type=content_type)
    answer.headers["Content-Disposition"] = content_disposition_header(True, name)
    return answer


@require_POST
@acting_required
def export(request: HttpRequest) -> HttpResponse:
    """Everything the unit keeps, to take along; it is read without the portal."""
    try:
        found = workflow.export(request.actor)
    except WorkflowError as error:
        messages.error(request, str(error))
        return redirect("archive:list")
    name = f"archive-{request.actor.unit.code}-{timezone.localdate():%Y%m%d}.zip"
    return FileResponse(found, as_attachment=True, filename=name, content_type="application/zip")


@require_http_methods(["GET", "POST"])
@acting_required
def lend(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Lend it to somebody."""
    found = _find(request, public_id)
    form = LoanForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            workflow.lend(request.actor, found, **form.cleaned_data)
        except WorkflowError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The loan was noted."))
            return redirect(found)
    return render(request, "archive/lend.html", {"item": found, "form": form}, status=422 if form.errors else 200)


@require_POST
@acting_required
def take_back(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Note that it came back."""
    found = _find(request, public_id)
    with told(request, _("The return was noted.")):
        workflow.take_back(request.actor, found)
    return redirect(found)


@require_GET
@acting_required
def transfer(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """A transfer list, to print and sign or as a table."""
    found = get_object_or_404(TransferList.objects.visible_to(request.actor), public_id=public_id)
    rows = list(found.items.without_bytes().order_by("year", "retention", "department", "item_number"))
    if request.GET.get("format") == "xlsx":
        return xlsx(f"transfer-{found.number}", HEADINGS, [_cells(row) for row in rows])
    return render(request, "archive/transfer.html", {"list": found, "rows": rows})


def _cells(row: Item) -> list[str]:
    return [
        row.archive_number,
        row.title,
        row.number,
        row.issuers,
        row.dated_on.isoformat(),
        str(row.get_retention_display()),
        row.file_sha256,
    ]
