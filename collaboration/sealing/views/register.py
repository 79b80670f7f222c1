"""The register of uses of the unit's seal, on the page and as a file."""

from collections.abc import Iterator

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from collaboration.sealing import uses
from collaboration.sealing.views.authorisations import PAGE, keeper
from collaboration.worklist.tables import xlsx

MOST = 5000  # rows of one file


@require_GET
@keeper
def register(request: HttpRequest) -> HttpResponse:
    """Every release and use of the unit's seal, the newest first."""
    page = Paginator(uses.releases_of(request.actor), PAGE).get_page(request.GET.get("page"))
    return render(request, "sealing/register.html", {"page": page, "uses": uses.in_words(list(page))})


@require_GET
@keeper
def export(request: HttpRequest) -> HttpResponse:
    """The same as a workbook, as it is filed and inspected."""
    headings = (
        _("Document"), _("Document number"), _("Released on"), _("Released by"), _("Authority"), _("Applied on"),
        _("Order of sealing"), _("Picture of the seal"), _("Certificate"), _("File (SHA-256)"),
    )  # fmt: skip
    rows = uses.in_words(list(uses.releases_of(request.actor)[:MOST]))
    return xlsx("register", headings, _cells(rows))


def _cells(rows: list[uses.Use]) -> Iterator[list[str]]:
    for one in rows:
        under, use = one.release.authorisation, one.use
        yield [
            one.title or str(one.release.matter.public_id),
            one.number,
            _moment(one.release.released_at),
            "" if under else one.release.user.name,
            str(under) if under else one.method,
            _moment(use.used_at) if use else "",
            str(use.order) if use else "",
            one.picture,
            use.certificate.fingerprint if use else "",
            use.result_sha256 if use else "",
        ]


def _moment(at: timezone.datetime) -> str:
    return date_format(timezone.localtime(at), "Y-m-d H:i:s")
