"""The desk's main navigation, as far as the person's roles reach."""

from collections.abc import Iterable, Iterator

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.design.navigation import Entry
from tenants.hosts import site_url
from tenants.identity.actor import Actor
from tenants.identity.roles import Role
from tenants.units.models import Level


def navigation(request: HttpRequest, actor: Actor) -> list[Entry]:
    """The entries this person may use, in their fixed order."""
    entries = [Entry(label, url, icon, _is_here(request, url)) for label, url, icon in _addresses(_entries(actor))]
    if actor.has(Role.EDITOR):
        entries.insert(1, Entry(str(_("Edit the site")), site_url(actor.unit.tenant, "/cms/"), "square-pen"))
    return entries


def pages(actor: Actor) -> list[tuple[str, str, str]]:
    """Label, address and icon of every page that this person can go to straight away."""
    return _addresses([*_entries(actor), *_further(actor)])


def _addresses(entries: Iterable[tuple[str | Promise, str, str]]) -> list[tuple[str, str, str]]:
    return [(str(label), reverse(name), icon) for label, name, icon in entries]


def _further(actor: Actor) -> Iterator[tuple[str | Promise, str, str]]:
    """Pages that the navigation has no room for."""
    yield _("Notices"), "notices:inbox", "bell"
    if actor.has(Role.HANDLER):
        yield _("New joint document"), "documents:start", "plus"
        yield _("New assistance request"), "assistance:kinds", "plus"
    if actor.handles_content:
        yield _("Register of incoming matters"), "incoming:register", "book-open"
        yield _("Absence and standing in"), "members:delegations", "calendar-off"
        yield _("Hand over"), "worklist:hand_over", "arrow-right-left"


def _entries(actor: Actor) -> Iterator[tuple[str | Promise, str, str]]:
    yield _("Desk"), "start", "layout-dashboard"
    if actor.handles_content:
        yield _("Joint documents"), "documents:list", "file-pen-line"
        yield _("Assistance"), "assistance:list", "handshake"
        yield _("Incoming matters"), "incoming:list", "inbox"
        yield _("Filed documents"), "dispatch:filed", "folder-check"
        if actor.unit.level:
            yield _("Coordination and jurisdiction"), "transfers:coordinations", "scale"
        if actor.unit.level == Level.PROVINCE:
            yield _("Filed cases"), "transfers:register", "folder-input"
        yield _("Supervision"), "supervision:area", "eye"
        yield _("Ledger of numbers"), "numbering:ledger", "hash"
        yield _("Archive"), "archive:list", "archive"
    if actor.has(Role.HANDLER) or actor.has(Role.UNIT_ADMINISTRATOR):
        yield _("Templates"), "templates:list", "layout-template"
    if actor.unit.level and (actor.has(Role.SEAL_KEEPER) or actor.has(Role.SIGNATORY)):
        yield _("Seal of my unit"), "sealing:register", "stamp"
    if actor.unit.level == Level.OFFICE and (actor.has(Role.HANDLER) or actor.has(Role.SIGNATORY)):
        yield _("Published documents"), "published:list", "globe"
    yield _("Directory of units"), "units:directory", "building-2"
    if actor.has(Role.UNIT_ADMINISTRATOR) or actor.has(Role.SECURITY_ADMINISTRATOR):
        yield _("Members of my unit"), "members:list", "users"
    if actor.has(Role.UNIT_ADMINISTRATOR) and actor.unit.level == Level.OFFICE:
        yield _("Working days"), "deadlines:calendar", "calendar-days"
        yield _("Rules of countersigning"), "documents:policy", "signature"
        yield _("Kinds of request"), "assistance:catalogue", "list-tree"
        yield _("Retention schedule"), "casefiles:schedule", "calendar-clock"
    if actor.has(Role.UNIT_ADMINISTRATOR):
        yield _("Chains of approval"), "approval:chains", "list-ordered"
        if actor.unit.level:
            yield _("Competence map"), "assistance:competences", "map"
        yield _("Letters of my unit"), "letters:practice", "stamp"
        yield _("Messages outside the desk"), "outgoing:outside", "send"
        yield _("Files not scanned"), "casefiles:held", "shield-alert"
        yield _("Purge"), "purging:list", "shredder"
    if actor.has(Role.AUDITOR):
        yield _("Record"), "record", "scroll-text"
    yield _("My account"), "identity:account", "circle-user"


def _is_here(request: HttpRequest, url: str) -> bool:
    return request.path == url if url == "/" else request.path.startswith(url)
