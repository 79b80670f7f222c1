"""The desk's main navigation, as far as the person's roles reach."""

from collections.abc import Iterator

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.design.navigation import Entry
from tenants.identity.actor import Actor
from tenants.identity.roles import Role
from tenants.units.models import Level


def navigation(request: HttpRequest, actor: Actor) -> list[Entry]:
    """The entries this person may use, in their fixed order."""
    return [
        Entry(str(label), reverse(name), icon, _is_here(request, reverse(name)))
        for label, name, icon in _entries(actor)
    ]


def _entries(actor: Actor) -> Iterator[tuple[str | Promise, str, str]]:
    yield _("Desk"), "start", "layout-dashboard"
    if actor.handles_content:
        yield _("Joint documents"), "documents:list", "file-pen-line"
        yield _("Supervision"), "supervision:area", "eye"
    yield _("Directory of units"), "units:directory", "building-2"
    if actor.has(Role.UNIT_ADMINISTRATOR) or actor.has(Role.SECURITY_ADMINISTRATOR):
        yield _("Members of my unit"), "members:list", "users"
    if actor.has(Role.UNIT_ADMINISTRATOR) and actor.unit.level == Level.OFFICE:
        yield _("Working days"), "deadlines:calendar", "calendar-days"
    if actor.has(Role.UNIT_ADMINISTRATOR):
        yield _("Messages outside the desk"), "outgoing:outside", "send"
        yield _("Purge"), "purging:list", "shredder"
    if actor.has(Role.AUDITOR):
        yield _("Record"), "record", "scroll-text"
    yield _("My account"), "identity:account", "circle-user"


def _is_here(request: HttpRequest, url: str) -> bool:
    return request.path == url if url == "/" else request.path.startswith(url)
