"""What follows the last signature: number and seals, each unit's release, the file."""

from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from collaboration.documents import printing, rules
from collaboration.documents.forms import NumberForm, SignForm
from collaboration.documents.models import JointDocument, Kind
from collaboration.documents.text.canonical import readable_groups
from collaboration.documents.views.finding import document_page, step_page, told
from collaboration.documents.workflow import finishing
from collaboration.errors import Stale, WorkflowError
from collaboration.sealing import register
from collaboration.sealing.models import OFD, OfdCopy, SealedFile, SealRelease
from tenants.files import store


@require_http_methods(["GET", "POST"])
@step_page(rules.SEND_TO_SEALING)
def send_to_sealing(request: HttpRequest, document: JointDocument) -> HttpResponse:
    """Number the document where its kind has one, and ask every seal keeper."""
    is_numbered = Kind(document.kind).is_numbered
    initial = {"code_word": document.code_word or document.drafting_unit.code_word}
    form = NumberForm(request.POST or None, initial=initial, is_numbered=is_numbered)
    if request.method == "POST" and form.is_valid():
        with told(request, _("The seal keepers of all units were asked to release their seals.")):
            finishing.send_to_sealing(request.actor, document, **form.cleaned_data)
        return redirect(document)
    attempt = printing.signed_attempt(document)
    version = attempt.version
    context = {
        "document": document,
        "form": form,
        "version": version,
        "is_numbered": is_numbered,
        "units": printing.sealing_units(attempt),
        "unprintable": printing.unprintable(version),
    }
    return render(request, "documents/send_to_sealing.html", context)


@require_http_methods(["GET", "POST"])
@step_page(rules.RELEASE_SEAL)
def release_seal(request: HttpRequest, document: JointDocument) -> HttpResponse:
    """Read what the seal goes on and release it with a confirmation bound to the text."""
    if SealRelease.objects.filter(matter=document.matter, unit=request.actor.unit).exists():
        messages.info(request, _("The seal of your unit has already been released for this document."))
        return redirect(document)
    subject = finishing.subject_of_release(document)
    form = SignForm(request.POST or None, actor=request.actor, subject=subject)
    if request.method == "GET":
        form.initial["content_hash"] = subject.content_hash
        return _release_page(request, document, form)
    if not form.is_valid():
        return _release_page(request, document, form, status=422)
    try:
        shown = form.cleaned_data["content_hash"]
        finishing.release_seal(request.actor, document, content_hash=shown, prove=form.prove)
    except Stale as stale:
        form = SignForm(initial={"content_hash": subject.content_hash}, actor=request.actor, subject=subject)
        return _release_page(request, document, form, status=409, stale=str(stale))
    except WorkflowError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("You released the seal; the portal is applying it now."))
    return redirect(document)


def _release_page(
    request: HttpRequest, document: JointDocument, form: SignForm, *, status: int = 200, **more: Any
) -> HttpResponse:
    version = printing.signed_attempt(document).version
    context = {
        "document": document,
        "version": version,
        "digest": readable_groups(version.content_hash),
        "file": SealedFile.objects.filter(matter=document.matter).first(),
        "form": form,
        "has_certificate": register.has_certificate(request.actor.unit),
        **more,
    }
    return render(request, "documents/release_seal.html", context, status=status)


@require_POST
@step_page(rules.RESUME_SEALING)
def resume(request: HttpRequest, document: JointDocument) -> HttpResponse:
    """Let the sealer try again."""
    with told(request, _("The portal is trying again to apply the seals.")):
        finishing.resume_sealing(request.actor, document)
    return redirect(document)


@require_GET
@document_page
def file(request: HttpRequest, document: JointDocument) -> HttpResponse:
    """The file as far as it is sealed, for the parties."""
    found = SealedFile.objects.filter(matter=document.matter).first()
    if found is None:
        raise Http404
    stored = store.path_of(found.sha256).open("rb")
    return FileResponse(stored, filename=f"{document.title}.pdf", content_type="application/pdf")


@require_GET
@document_page
def ofd_file(request: HttpRequest, document: JointDocument) -> HttpResponse:
    """EXPERIMENTAL: the closed file as OFD, for the parties."""
    found = SealedFile.objects.filter(matter=document.matter).first()
    copy = OfdCopy.of(document.public_id, found.sha256) if found else None
    if copy is None:
        raise Http404
    return FileResponse(store.path_of(copy.sha256).open("rb"), filename=f"{document.title}.ofd", content_type=OFD)
