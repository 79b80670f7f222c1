"""Registering a document that was signed before the portal, and what the units named under it say to it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from collaboration.documents import rules
from collaboration.documents.forms import ReasonForm
from collaboration.documents.models import JointDocument, Registration, Status, Upload
from collaboration.documents.registration_forms import ConfirmRegistrationForm, RegisterForm, blank, entered
from collaboration.documents.text.blocks import Block
from collaboration.documents.text.canonical import readable_groups
from collaboration.documents.text.manuscript import Manuscript
from collaboration.documents.views.finding import document_page, step_page, told
from collaboration.documents.workflow import registering
from collaboration.documents.workflow.versions import latest
from collaboration.errors import WorkflowError
from tenants.files import store
from tenants.identity.access import role_required
from tenants.identity.roles import Role


@require_http_methods(["GET", "POST"])
@role_required(Role.HANDLER)
def register(request: HttpRequest) -> HttpResponse:
    """Scan and particulars of a new one; the text is taken from an import that was read before, where there is one."""
    upload = _upload(request)
    text = Manuscript.from_json(upload.result) if upload else None
    initial = blank(request.actor, upload, text)
    form = RegisterForm(request.POST or None, request.FILES or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        blocks: list[Block] = list(text.blocks) if text else []
        try:
            document = registering.register(
                request.actor, form.facts, scan=form.cleaned_data["scan"], blocks=blocks, upload=upload
            )
        except WorkflowError as error:
            form.add_error(None, str(error))
        else:
            messages.success(
                request, _("The document was entered. It counts once a signatory of your unit confirms it.")
            )
            return redirect(document)
    return _form_page(request, form, upload=upload, paragraphs=len(text.blocks) if text else 0)


def _upload(request: HttpRequest) -> Upload | None:
    """The import whose text the document has, as the address or the form names it."""
    asked = request.POST.get("upload") or request.GET.get("upload")
    if not asked:
        return None
    try:
        wanted = UUID(asked)
    except ValueError as error:
        raise Http404 from error
    found = Upload.objects.visible_to(request.actor).filter(pk=wanted, state=Upload.State.READ, document=None).first()
    if found is None:
        raise Http404
    return found


@require_http_methods(["GET", "POST"])
@step_page(rules.CHANGE_REGISTRATION)
def change(request: HttpRequest, document: JointDocument) -> HttpResponse:
    """Correct what was entered; another scan takes the place of the first."""
    form = RegisterForm(request.POST or None, request.FILES or None, initial=entered(document), is_new=False)
    if request.method == "POST" and form.is_valid():
        try:
            registering.change(request.actor, document, form.facts, scan=form.cleaned_data["scan"])
        except WorkflowError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The registration was changed."))
            return redirect(document)
    return _form_page(request, form, document=document)


def _form_page(request: HttpRequest, form: RegisterForm, **context: Any) -> HttpResponse:
    status = 422 if form.errors else 200
    return render(request, "documents/register.html", {"form": form, **context}, status=status)


def _confirm(request: HttpRequest, document: JointDocument) -> HttpResponse:
    if document.status is not Status.REGISTERING and registering.has_confirmed(request.actor, document):
        messages.info(request, _("Your unit has confirmed this registration already."))
        return redirect(document)
    subject = registering.subject_of(document)
    form = ConfirmRegistrationForm(request.POST or None, actor=request.actor, subject=subject)
    form.initial["content_hash"] = subject.content_hash
    if request.method == "POST" and form.is_valid():
        with told(request, _("You confirmed the registration for your unit.")):
            shown = form.cleaned_data["content_hash"]
            registering.confirm(request.actor, document, digest=shown, prove=form.prove)
        return redirect(document)
    context = {
        "document": document,
        "registration": document.registration,
        "version": latest(document),
        "digest": readable_groups(document.registration.scan_sha256),
        "form": form,
    }
    return render(request, "documents/confirm_registration.html", context, status=422 if form.errors else 200)


confirm = require_http_methods(["GET", "POST"])(step_page(rules.CONFIRM_REGISTRATION)(_confirm))
agree = require_http_methods(["GET", "POST"])(step_page(rules.ANSWER_REGISTRATION)(_confirm))


@require_http_methods(["GET", "POST"])
@step_page(rules.ANSWER_REGISTRATION)
def object_to(request: HttpRequest, document: JointDocument) -> HttpResponse:
    """A unit named under it says what is wrong."""
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with told(request, _("Your objection was recorded; the document is not published while it stands.")):
            registering.object_to(request.actor, document, reason=form.cleaned_data["reason"])
        return redirect(document)
    context = {"document": document, "form": form}
    return render(request, "documents/object_to_registration.html", context, status=422 if form.errors else 200)


@require_GET
@document_page
def scan(request: HttpRequest, document: JointDocument) -> HttpResponse:
    """The scan, for the registering unit before it is confirmed and for all that see the document afterwards."""
    found = Registration.objects.visible_to(request.actor).filter(document=document).first()
    if found is None:
        raise Http404
    response = HttpResponse(store.read(found.scan_sha256), content_type="application/pdf")
    response["Content-Disposition"] = content_disposition_header(False, f"{document.title}.pdf")
    return response
