"""Answers and headers common to every host."""

from collections.abc import Callable
from typing import Any

from django.core.handlers.asgi import ASGIRequest
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.utils import translation
from wagtail.contrib.redirects.middleware import RedirectMiddleware

from portal import health
from tenants.files.pieces import in_turn

GetResponse = Callable[[HttpRequest], HttpResponse]
FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
PIECE = 256 * 1024
PERMISSIONS = "camera=(), microphone=(), geolocation=(), payment=(), usb=()"


class HealthMiddleware:
    """``/healthz`` on every host, and by address: before hosts, sessions and languages are looked at."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path == "/healthz":
            return health.answer()
        return self.get_response(request)


class StreamingMiddleware:
    """Files are sent piece by piece under ASGI too, from views and libraries alike."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if isinstance(request, ASGIRequest) and response.streaming and not response.is_async:
            file = getattr(response, "file_to_stream", None)
            pieces = iter(lambda: file.read(PIECE), b"") if file else response.streaming_content
            response.streaming_content = in_turn(pieces)
        return response


class HeadersMiddleware:
    """What Django's own security middleware does not say; pages of signed-in people are stored nowhere."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        response.headers.setdefault("X-Permitted-Cross-Domain-Policies", "none")
        if request.path.startswith("/cms/"):
            response.headers.setdefault("X-Frame-Options", "SAMEORIGIN")  # an editor's preview is a frame of its page
        user = getattr(request, "user", None)
        if request.is_desk or (user is not None and user.is_authenticated):
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response


class WellFormedMiddleware:
    """Refuses an address with a zero byte: no page has one, and neither database nor disk can look for it."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        asked = request.META.get("QUERY_STRING", "")
        if "\0" in request.path or "%00" in asked or "\0" in asked:
            return HttpResponseBadRequest("This address is not well-formed.\n", content_type="text/plain")
        return self.get_response(request)


class FormsMiddleware:
    """Takes zero bytes out of forms: nobody types one, and the database has no place for them."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable[..., Any], *_given: Any) -> None:
        if request.content_type not in FORMS or getattr(view, "csrf_exempt", False):
            return  # nobody has read the latter yet, and it may choose how its files are taken in
        if any("\0" in word for _name, words in request.POST.lists() for word in words):
            told = request.POST.copy()
            for name, words in request.POST.lists():
                told.setlist(name, [word.replace("\0", "") for word in words])
            request.POST = told


class SiteRedirectMiddleware(RedirectMiddleware):
    """Editors' redirects belong to their site; the desk has none and no tables for them."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        return response if request.is_desk else super().process_response(request, response)


class LanguageMiddleware:
    """Public pages speak English under ``/en/``; the desk speaks the language of the cookie, else Chinese."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language = self._language(request)
        request.LANGUAGE_CODE = language
        with translation.override(language):
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", language)
            if hasattr(response, "render") and not getattr(response, "is_rendered", True):
                response.render()
        return response

    def _language(self, request: HttpRequest) -> str:
        if request.is_desk or request.path.startswith("/cms/"):
            return "en" if request.COOKIES.get("language") == "en" else "zh-hans"
        return "en" if request.path == "/en" or request.path.startswith("/en/") else "zh-hans"
