"""Published documents for everybody, on every site that shows them."""

import logging
from collections.abc import Callable
from functools import wraps
from uuid import UUID

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.http import content_disposition_header, http_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from collaboration.publication import around, body, linked_data, presentation
from collaboration.publication.formats import kind_label, plain_text, word_writer
from collaboration.publication.forms import FilterForm
from collaboration.publication.models import PublishedDocument, Validity
from collaboration.publication.search import find, offers
from collaboration.publication.validity import current_change
from collaboration.sealing.models import OFD, OfdCopy
from tenants.files import store

logger = logging.getLogger(__name__)
DOCUMENTS_ON_PAGE = 20
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
A_WHILE = "public, max-age=300"  # a purge reaches every copy on the way within five minutes


@require_safe
def document_list(request: HttpRequest) -> HttpResponse:
    """All documents of this site, newest first, or those that match the query string."""
    form = FilterForm(request.GET, offers=offers(request.tenant))
    filters = form.filters()
    page = Paginator(find(request.tenant, filters), DOCUMENTS_ON_PAGE).get_page(request.GET.get("page"))
    for document in page:
        document.issuer_names = presentation.issuer_names(document)
        document.kind_label = kind_label(document.kind)
        document.validity_label = Validity(document.validity_value).label
    context = {"page": page, "form": form, "filtered": filters != type(filters)(), "crumbs": crumbs()}
    return render(request, "publication/list.html", context)


def crumbs(*more: tuple[str, str]) -> list[tuple[str, str]]:
    """The way from the front page; the last one is the page itself."""
    documents = reverse("publication:list")
    home = documents.removesuffix("documents/")
    return [(_("Home"), home), (_("Joint documents"), documents if more else ""), *more]


def published(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page or file of one document of this site; 410 with a clear sentence where it was purged or taken down."""

    @require_safe
    @wraps(view)
    def found(request: HttpRequest, public_id: UUID) -> HttpResponse:
        gone = PublishedDocument.objects.gone_from(request.tenant).filter(pk=public_id).first()
        if gone is not None:
            return tombstone(request, gone)
        documents = PublishedDocument.objects.on_site(request.tenant)
        document = get_object_or_404(documents.prefetch_related(presentation.DISCLOSED, "corrections"), pk=public_id)
        return view(request, presentation.correct(document))

    return found


def tombstone(request: HttpRequest, gone: PublishedDocument) -> HttpResponse:
    """What stands in the place of a document that is gone: when, by whose order, and why it was taken down."""
    if gone.purged_at:
        told: dict[str, object] = {"purged_on": timezone.localdate(gone.purged_at).isoformat()}
        template, context, label = "publication/purged.html", {"gone": gone}, _("Purged document")
    else:
        act = gone.take_downs.select_related("unit").first()
        told = {"taken_down_on": timezone.localdate(gone.taken_down_at).isoformat(), "reason": act.reason}
        template, context, label = "publication/taken_down.html", {"gone": gone, "act": act}, _("Document taken down")
    if request.path.endswith(".json"):
        data = {"public_id": str(gone.public_id), **told}
        response: HttpResponse = JsonResponse(data, status=410, json_dumps_params={"ensure_ascii": False})
    else:
        response = render(request, template, context | {"crumbs": crumbs((label, ""))}, status=410)
    response["Cache-Control"] = "no-store"  # it may come back
    return response


@published
def detail(request: HttpRequest, document: PublishedDocument) -> HttpResponse:
    """One document: metadata in the official order, its text, its signers, whether it is in force."""
    change = current_change(document)
    validity = Validity(change.validity) if change else Validity.IN_FORCE
    parts = list(body.parts(document.blocks))
    address = presentation.page_address(request.tenant, document)
    changes = around.changes_made_by(document)
    surroundings = around.of(document, request.tenant, changes)
    context = {
        "document": document,
        "kind_label": kind_label(document.kind),
        "index_number": presentation.index_number(document, request.tenant),
        "issuer_names": presentation.issuer_names(document),
        "signers": [(name, parse_date(day), paper) for name, day, paper in presentation.with_signing_days(document)],
        "validity": validity,
        "in_force": validity == Validity.IN_FORCE,
        "change": change,
        "successor_address": presentation.successor_address(change, request.tenant),
        "parts": parts,
        "contents": body.contents(parts),
        "recipients": body.recipients_line(document.recipients, document.blocks),
        "closing": not body.closes_itself(document.blocks),
        "has_ofd": OfdCopy.of(document.public_id, document.public_sha256) is not None,
        "has_word": word_writer(document.kind) is not None,
        "sealed_digest": grouped(document.content_hash),
        "public_digest": grouped(document.public_hash),
        **surroundings,
        "address": address,
        "qr_code": presentation.qr_code(address, _("Address of this page")),
        "json_ld": linked_data.script(linked_data.of_document(document, validity, request.tenant, changes)),
        "crumbs": crumbs((document.title, "")),
    }
    response = render(request, "publication/detail.html", context)
    response["Last-Modified"] = http_date(around.last_changed(document, surroundings).timestamp())
    return response


def grouped(digest: str) -> str:
    """A digest as people compare it."""
    return " ".join(digest[start : start + 4] for start in range(0, len(digest), 4)).upper()


@published
def sealed_file(request: HttpRequest, document: PublishedDocument) -> HttpResponse:
    """The sealed PDF, byte for byte as it was closed; of a redacted document the file of its public version."""
    response = _stored(document, document.public_sha256)
    response["Content-Type"] = "application/pdf"
    response["Content-Disposition"] = content_disposition_header(False, f"{document.title}.pdf")
    response["Cache-Control"] = A_WHILE
    response["ETag"] = f'"{document.public_sha256}"'
    response["Last-Modified"] = http_date(document.published_at.timestamp())
    return response


def _stored(document: PublishedDocument, digest: str) -> HttpResponse:
    """The bytes, or the word to the server in front that it shall send them."""
    if settings.FILES_ACCEL_PREFIX:
        place = store.path_of(digest).relative_to(settings.FILES_ROOT)
        return HttpResponse(headers={"X-Accel-Redirect": f"{settings.FILES_ACCEL_PREFIX}{place.as_posix()}"})
    try:
        return HttpResponse(store.read(digest))
    except OSError as error:
        logger.error("The sealed file of %s cannot be read", document.public_id)
        raise Http404 from error


@published
def ofd_file(request: HttpRequest, document: PublishedDocument) -> HttpResponse:
    """EXPERIMENTAL: the offered file as OFD; only the PDF is the original."""
    copy = OfdCopy.of(document.public_id, document.public_sha256)
    if copy is None:
        raise Http404
    response = _stored(document, copy.sha256)
    response["Content-Type"] = OFD
    response["Content-Disposition"] = content_disposition_header(True, f"{document.title}.ofd")
    response["Cache-Control"] = A_WHILE
    return response


@published
def text_file(request: HttpRequest, document: PublishedDocument) -> HttpResponse:
    """The bare text, one paragraph a line."""
    response = HttpResponse(plain_text(document), content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = content_disposition_header(False, f"{document.title}.txt")
    response["Cache-Control"] = A_WHILE
    return response


@published
def word_file(request: HttpRequest, document: PublishedDocument) -> HttpResponse:
    """The text as .docx, for those who quote it or work on; only the PDF is the original."""
    writer = word_writer(document.kind)
    if writer is None:
        raise Http404
    response = HttpResponse(writer(document), content_type=WORD)
    response["Content-Disposition"] = content_disposition_header(True, f"{document.title}.docx")
    response["Cache-Control"] = A_WHILE
    return response


@published
def data_file(request: HttpRequest, document: PublishedDocument) -> HttpResponse:
    """The document for programs."""
    data = presentation.as_data(document, current_change(document), request.tenant) | around.as_data(document)
    return JsonResponse(data, json_dumps_params={"ensure_ascii": False, "indent": 1})
