"""Sessions that belong to one host, and the person acting as a unit on the desk."""

from collections.abc import Callable

from django.contrib.sessions.middleware import SessionMiddleware as DjangoSessionMiddleware
from django.db import connection
from django.http import HttpRequest, HttpResponse

from tenants.db.context import NOBODY, Acting, act_as
from tenants.identity.actor import Actor
from tenants.identity.models import Membership

HOST = "_host"
MEMBERSHIP = "_membership"


class SessionMiddleware(DjangoSessionMiddleware):
    """A session made on one host is empty on every other."""

    def process_request(self, request: HttpRequest) -> None:
        super().process_request(request)
        host = request.META.get("HTTP_HOST", "")
        if not request.session.is_empty() and request.session.get(HOST) != host:
            request.session = self.SessionStore()


class ActorMiddleware:
    """Enter the identity of the person and the acting unit for the length of the request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = None
        with act_as(NOBODY):
            return self.get_response(request)
