"""Copies to read and print of what is not public: every page says whose copy it is and from when."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from collaboration.documents import marking
from collaboration.documents.models import JointDocument
from collaboration.documents.views.finding import document_page
from collaboration.sealing.models import SealedFile
from collaboration.sealing.watermarks import with_watermark
from tenants.files import store


@require_GET
@document_page
def reading_copy(request: HttpRequest, document: JointDocument) -> HttpResponse:
    """The file as far as it is sealed, under a watermark while it is not public; the original itself stays unmarked."""
    found = SealedFile.objects.filter(matter=document.matter).first()
    if found is None:
        raise Http404
    pdf, mark = store.read(found.sha256), marking.of(document)
    if mark is not marking.Mark.PUBLIC:
        pdf = with_watermark(pdf, marking.watermark(request.actor, mark))
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = content_disposition_header(False, f"{document.title}.pdf")
    response["Cache-Control"] = "no-store"
    return response
