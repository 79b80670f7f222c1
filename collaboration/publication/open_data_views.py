"""``/open-data/``: the lists, the dictionary of their fields, and the schema of a document in JSON."""

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from collaboration.publication import open_data
from collaboration.publication.models import PublishedDocument
from collaboration.publication.views import A_WHILE, crumbs
from collaboration.worklist.tables import table
from tenants.hosts import site_url

NAME = "documents"


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """What there is to download, and what every field means."""
    context = {
        "fields": open_data.FIELDS,
        "count": PublishedDocument.objects.on_site(request.tenant).count(),
        "crumbs": [crumbs()[0], (_("Open data"), "")],
    }
    return render(request, "publication/open_data.html", context)


@require_safe
def listing(request: HttpRequest, form: str) -> HttpResponse:
    """All documents of this site as CSV, JSON or a workbook."""
    if form in ("csv", "xlsx"):
        response = table(form, NAME, open_data.NAMES, open_data.as_table(request.tenant))
    elif form == "json":
        data = {"fields": {name: str(words) for name, words in open_data.FIELDS}}
        data["documents"] = list(open_data.rows(request.tenant))
        response = JsonResponse(data, json_dumps_params={"ensure_ascii": False, "indent": 1})
    else:
        raise Http404
    response["Cache-Control"] = A_WHILE
    return response


@require_safe
def schema(request: HttpRequest) -> HttpResponse:
    """The form of a document's JSON."""
    address = site_url(request.tenant, "/open-data/document.schema.json")
    return JsonResponse(open_data.schema(address), content_type="application/schema+json")
