"""Keeping how a reader wants to see the pages, and the page of all components."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from portal.design.display import CONTRASTS, SIZES, remember

CHOICES = {"size": SIZES, "contrast": CONTRASTS, "language": dict(settings.LANGUAGES)}


@csrf_exempt
@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """Remember size, contrast or language and go back to the page one came from.

    Exempt from the CSRF check: it changes nothing but the reader's own view, and a public page shall not need a cookie
    to offer it.
    """
    response = HttpResponseRedirect(_way_back(request))
    for name, offered in CHOICES.items():
        value = request.POST.get(name, "")
        if value in offered:
            remember(response, name, value, secure=request.is_secure())
    return response


def _way_back(request: HttpRequest) -> str:
    there = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(there, {request.get_host()}, require_https=request.is_secure())
    return there if safe else "/"
