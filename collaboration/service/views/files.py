"""Files made here: the papers for the door, the sealed proof. Both name persons."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from collaboration.matters.confidences import Erased
from collaboration.sealing import files as sealed_files
from collaboration.sealing.models import SealedFile
from collaboration.service import rules
from collaboration.service.models import Service
from collaboration.service.printing import papers_of
from collaboration.service.views.finding import opened_only, step_page
from collaboration.service.workflow import serving
from collaboration.typesetting.service_proof import typeset_proof
from tenants.files.scans import PDF


@require_POST
@step_page(rules.PRINT)
def papers(request: HttpRequest, service: Service) -> HttpResponse:
    """The form to be signed by hand and the page to leave there; they name the recipient, so printing is recorded."""
    serving.print_papers(request.actor, service)
    made = typeset_proof(papers_of(service))
    return _file(made.pdf, PDF, 'inline; filename="papers.pdf"')


@require_GET
@never_cache
@opened_only
def proof(request: HttpRequest, service: Service) -> HttpResponse:
    """The sealed proof of service."""
    found = get_object_or_404(SealedFile, matter=service.matter, state=SealedFile.State.CLOSED)
    try:
        pdf = sealed_files.read(found)
    except (Erased, FileNotFoundError) as error:
        raise Http404 from error
    return _file(pdf, PDF, f'inline; filename="{service.check_code}.pdf"')


def _file(data: bytes, media_type: str, disposition: str) -> HttpResponse:
    response = HttpResponse(data, content_type=media_type)
    response["Content-Disposition"] = disposition
    response["Cache-Control"] = "private, no-store"
    return response
