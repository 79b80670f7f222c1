"""Keeping how a reader wants to see the pages, and the page of all components."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from portal.design import samples
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


@require_GET
def components(request: HttpRequest) -> HttpResponse:
    """All components in the shell of this host, with made-up content; served in development only."""
    if request.is_desk:
        samples.tell(request)
        return render(request, "design/showcase/desk.html", samples.context())
    return render(request, "design/showcase/public.html", samples.context() | samples.site())


def _way_back(request: HttpRequest) -> str:
    there = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(there, {request.get_host()}, require_https=request.is_secure())
    return there if safe else "/"
