"""Sessions that belong to one host, and the person acting as a unit on the desk."""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import SESSION_KEY, logout
from django.contrib.auth.middleware import get_user
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.middleware import SessionMiddleware as DjangoSessionMiddleware
from django.db import connection
from django.http import HttpRequest, HttpResponse

from tenants.db.context import NOBODY, Acting, act_as, bind_stream
from tenants.identity import acting, presence, site_session
from tenants.identity.models import User
from tenants.identity.second_factor import demand_second_factor

GetResponse = Callable[[HttpRequest], HttpResponse]


class SessionMiddleware(DjangoSessionMiddleware):
    """A session made on one host is not found on any other."""

    def process_request(self, request: HttpRequest) -> None:
        store = self.SessionStore.bound(
            host=request.META.get("HTTP_HOST", ""),
            address=request.META.get("REMOTE_ADDR") or None,
            agent=request.META.get("HTTP_USER_AGENT", ""),
        )
        request.session = store(request.COOKIES.get(settings.SESSION_COOKIE_NAME))


class ActorMiddleware:
    """Enter the identity of the person and the acting unit for the length of the request, its rendering included."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor, request.memberships = None, []
        with act_as(NOBODY):
            person = self._person(request)
            if person is None:
                with act_as(Acting(acting.pending_person(request))):
                    return self.get_response(request)
            with act_as(Acting(person.pk)):
                if request.is_desk:
                    return self._on_desk(request, person)
                return self._on_site(request)

    def _person(self, request: HttpRequest) -> User | None:
        """Whom the session names, if it still may; an idle or ended one is signed out."""
        if not request.session.session_key:
            return None
        if not (person := get_user(request)).is_authenticated:
            if SESSION_KEY in request.session:  # of an account that was closed
                request.session.flush()
            return None
        with act_as(Acting(person.pk)):
            request.memberships = acting.valid_memberships(person)
            row = request.session.row
            holds = presence.is_current(row, request.memberships) and (request.is_desk or site_session.holds(request))
            if not holds:
                logout(request)
                request.user = AnonymousUser()
                request.memberships = []
                return None
            presence.touch(row)
        return person

    def _on_desk(self, request: HttpRequest, person: User) -> HttpResponse:
        if (detour := demand_second_factor(request, person)) is not None:
            return detour
        request.actor = acting.chosen(request.session, request.memberships)
        if request.actor is None:
            return self._answer(request)
        with request.actor.acting():
            connection.set_tenant(request.actor.unit.tenant)
            try:
                return self._answer(request)
            finally:
                connection.set_schema_to_public()

    def _on_site(self, request: HttpRequest) -> HttpResponse:
        """On a site a person edits under the site's own groups; no unit's matters are within reach."""
        return self._answer(request)

    def _answer(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.streaming and not response.is_async:
            response.streaming_content = bind_stream(response.streaming_content)
        return response
