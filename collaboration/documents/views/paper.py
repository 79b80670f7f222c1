"""Signing on paper: the sheet to print, its scan, the signatory's confirmation."""

from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from collaboration.documents import rules
from collaboration.documents.models import JointDocument, PaperSheet
from collaboration.documents.signing_forms import ConfirmSheetForm, SheetForm
from collaboration.documents.text.canonical import readable_groups
from collaboration.documents.views.countersigning import attempt_of_turn
from collaboration.documents.views.finding import document_page, step_page
from collaboration.documents.workflow import paper
from collaboration.errors import WorkflowError
from collaboration.matters.pages import told
from collaboration.publication.presentation import qr_code
from tenants import hosts
from tenants.files import store
from tenants.files.scans import EXTENSIONS


@require_http_methods(["GET", "POST"])
@step_page(rules.BRING_SHEET)
def sheet(request: HttpRequest, document: JointDocument) -> HttpResponse:
    """Print the sheet, bring its scan, and go on to the confirmation."""
    attempt = attempt_of_turn(request, document)
    if attempt is None:
        return redirect(document)
    form = SheetForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            paper.bring_sheet(request.actor, document, scan=form.cleaned_data["scan"])
        except WorkflowError as error:
            form.add_error("scan", str(error))
        else:
            may_confirm = rules.COUNTERSIGN.allows(request.actor, document)
            messages.success(request, _("The scan was uploaded. It counts once a signatory of your unit confirms it."))
            return redirect("documents:confirm_sheet" if may_confirm else "documents:sheet", document.public_id)
    context = {
        "document": document,
        "attempt": attempt,
        "own": paper.own_sheet(attempt, request.actor),
        "may_confirm": rules.COUNTERSIGN.allows(request.actor, document),
        "form": form,
    }
    return render(request, "documents/sheet.html", context, status=422 if form.errors else 200)


@require_GET
@step_page(rules.BRING_SHEET)
def blank_sheet(request: HttpRequest, document: JointDocument) -> HttpResponse:
    """The text and the sheet to be signed by hand, ready to be printed."""
    attempt = attempt_of_turn(request, document)
    if attempt is None:
        return redirect(document)
    address = hosts.public_url(f"/verify/?code={attempt.check_code}")
    context = {
        "document": document,
        "attempt": attempt,
        "version": attempt.version,
        "digest": readable_groups(attempt.version.content_hash),
        "qr_code": qr_code(address, _("Check this document")),
    }
    return render(request, "documents/blank_sheet.html", context)


@require_http_methods(["GET", "POST"])
@step_page(rules.COUNTERSIGN)
def confirm(request: HttpRequest, document: JointDocument) -> HttpResponse:
    """The signatory compares the scan with the text and confirms both."""
    attempt = attempt_of_turn(request, document)
    own = paper.own_sheet(attempt, request.actor) if attempt else None
    if attempt is None or own is None:
        return redirect("documents:sheet", document.public_id) if attempt else redirect(document)
    subject = paper.subject_of_sheet(document, attempt, own)
    form = ConfirmSheetForm(request.POST or None, actor=request.actor, subject=subject)
    form.initial |= {"content_hash": attempt.version.content_hash, "scan_sha256": own.scan_sha256}
    if request.method == "POST" and form.is_valid():
        shown = {"content_hash": form.cleaned_data["content_hash"], "scan": form.cleaned_data["scan_sha256"]}
        with told(request, _("You confirmed that your unit signed this document on paper.")):
            paper.sign_on_paper(request.actor, document, prove=form.prove, **shown)
        return redirect(document)
    context = {
        "document": document,
        "sheet": own,
        "digest": readable_groups(attempt.version.content_hash),
        "scan_digest": readable_groups(own.scan_sha256),
        "form": form,
    }
    return render(request, "documents/confirm_sheet.html", context, status=422 if form.errors else 200)


@require_GET
@document_page
def scan(request: HttpRequest, document: JointDocument, sheet_id: UUID) -> FileResponse:
    """The scanned sheet itself: for its own unit, and once confirmed for all units that take part."""
    found = PaperSheet.objects.visible_to(request.actor).filter(countersigning__document=document)
    sheet = get_object_or_404(found.select_related("unit"), public_id=sheet_id)
    name = f"{document.title}-{sheet.unit.code}.{EXTENSIONS[sheet.media_type]}"
    stored = store.path_of(sheet.scan_sha256).open("rb")
    return FileResponse(stored, as_attachment=True, filename=name, content_type=sheet.media_type)
