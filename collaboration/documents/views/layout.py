"""How a text will look on paper, beside the text, before anything is sealed."""

import base64

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from collaboration.documents import printing
from collaboration.documents.models import JointDocument
from collaboration.documents.views.finding import document_page
from collaboration.documents.views.versions import readable
from collaboration.typesetting import preview

AT_ONCE = 12
FARTHEST = 999


@require_GET
@document_page
def layout(request: HttpRequest, document: JointDocument, number: int) -> HttpResponse:
    """The pages of a version, some at a time, with outlines in the places of the seals."""
    version = readable(request, document, number)
    asked = request.GET.get("from", "1")
    first = max(1, min(int(asked), FARTHEST)) if asked.isascii() and asked.isdigit() else 1
    sheets, problem, status = preview.Sheets([], 0), "", 200
    try:
        sheets = preview.sheets(printing.before_sealing(document, version), first=first, count=AT_ONCE)
    except preview.Busy:
        problem, status = _("Many layouts are being prepared right now. Please try again in a moment."), 503
    except preview.Lost as lost:
        problem = _("No typeface of this installation can show: %(characters)s.") % {"characters": lost}
    pictures = [base64.b64encode(picture).decode() for picture in sheets.pictures]
    context = {
        "document": document,
        "version": version,
        "problem": problem,
        "pages": list(enumerate(pictures, first)),
        "count": sheets.pages,
        "before": max(1, first - AT_ONCE) if first > 1 else 0,
        "after": first + AT_ONCE if first + AT_ONCE <= sheets.pages else 0,
    }
    return render(request, "documents/layout.html", context, status=status)
