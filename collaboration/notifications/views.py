"""The inbox: what a person was told in all their units, and what they did with it."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from collaboration.errors import WorkflowError
from collaboration.matters import kinds
from collaboration.matters.models import Matter
from collaboration.notifications import inbox as reading
from collaboration.notifications import marking
from collaboration.notifications.forms import FilterForm, SnoozeForm
from collaboration.notifications.models import Notification, NotificationQuerySet
from tenants.identity.access import acting_required, switch_to
from tenants.identity.actor import Actor

PAGE = 50
NEWS = 20
ON_START = 8
SHELVES: dict[str, Callable[[NotificationQuerySet], NotificationQuerySet]] = {
    "open": lambda notices: notices.open(),
    "unread": lambda notices: notices.unread(),
    "snoozed": lambda notices: notices.snoozed(),
    "done": lambda notices: notices.done(),
}
MARKS: dict[str, Callable[[NotificationQuerySet], int]] = {
    "read": marking.read,
    "unread": marking.unread,
    "done": marking.put_away,
    "back": marking.take_back,
}


@require_GET
@acting_required
def inbox(request: HttpRequest) -> HttpResponse:
    """One shelf of the inbox, newest first, as far as the filters in the address let through; older ones by a link."""
    shelf = request.GET.get("show", "open")
    if shelf not in SHELVES:
        raise Http404
    form = FilterForm(request.GET, memberships=request.memberships)
    mine = form.narrow(Notification.objects.visible_to(request.actor.user)).select_related("unit")
    before = request.GET.get("before", "")
    rows = SHELVES[shelf](mine)
    rows = list((rows.filter(number__lt=int(before)) if before.isdecimal() else rows)[: PAGE + 1])
    back = list(mine.come_back()[:PAGE]) if shelf == "open" and not before else []
    context = {
        "shelf": shelf,
        "form": form,
        "notices": reading.tell([*back, *rows[:PAGE]], request.memberships),
        "older": rows[PAGE - 1].number if len(rows) > PAGE else None,
        "newest": rows[0].number if rows else 0,
        "is_filtered": bool(form.chosen),
    }
    return render(request, "notifications/inbox.html", context)


@require_GET
@acting_required
def newest(request: HttpRequest) -> HttpResponse:
    """The card of the start page, asked for again after each hint."""
    found = reading.newest(request.actor.user, request.memberships, ON_START)
    return render(request, "notifications/_newest.html", {"notices": found})


@require_GET
@acting_required
def news(request: HttpRequest) -> HttpResponse:
    """What came after the last number a page knows of, oldest first, and what the bell shows now."""
    after, last = request.GET.get("after", ""), None
    mine = Notification.objects.visible_to(request.actor.user)
    rows: list[Notification] = []
    if after.isdecimal():
        last = int(after)
        rows = list(mine.filter(number__gt=last).select_related("unit").order_by("number")[:NEWS])
    told = reading.tell([row for row in rows if row.read_at is None], request.memberships)
    now = reading.bell(request.actor.user)
    label = ngettext("Notices, %(number)s unread", "Notices, %(number)s unread", now.unread) % {"number": now.unread}
    answer = {
        "last": rows[-1].number if rows else now.last if last is None else last,
        "more": len(rows) == NEWS,
        "unread": now.unread,
        "label": label,
        "notices": [
            {
                "number": one.number,
                "text": f"{one.act}: {one.title}" if one.title else one.act,
                "why": f"{one.unit.display_name} · {one.why}",
                "url": reverse("notices:open", args=[one.number]),
            }
            for one in told
        ],
    }
    return JsonResponse(answer)


@require_POST
@acting_required
def open_notice(request: HttpRequest, number: int) -> HttpResponse:
    """Mark a notice read, switch to its unit and go to its matter."""
    mine = Notification.objects.visible_to(request.actor.user).filter(number=number)
    notice = get_object_or_404(mine.select_related("unit"))
    marking.read(mine)
    if notice.unit_id != request.actor.unit.pk:
        switch_to(request, notice.unit)
    return redirect(reverse(kinds.kind_of(notice.kind).url_name, args=[notice.matter]))


@require_POST
@acting_required
def mark(request: HttpRequest, number: int) -> HttpResponse:
    """Read, unread, done, or back in the inbox."""
    mine = Notification.objects.visible_to(request.actor.user).filter(number=number)
    get_object_or_404(mine)
    _mark(request, mine)
    return _back(request)


@require_http_methods(["GET", "POST"])
@acting_required
def later(request: HttpRequest, number: int) -> HttpResponse:
    """Put a notice off until a moment ahead."""
    mine = Notification.objects.visible_to(request.actor.user).filter(number=number)
    notice = get_object_or_404(mine.select_related("unit"))
    form = SnoozeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            marking.snooze(mine, until=form.moment)
        except WorkflowError as error:
            form.add_error(None, str(error))
        else:
            return _back(request)
    context = {"form": form, "notice": reading.tell([notice], request.memberships)[0], "next": _next(request)}
    return render(request, "notifications/later.html", context, status=422 if form.errors else 200)


@require_POST
@acting_required
def mark_all(request: HttpRequest) -> HttpResponse:
    """Everything the filters let through, up to the newest one that the page showed."""
    form = FilterForm(request.GET, memberships=request.memberships)
    mine = form.narrow(Notification.objects.visible_to(request.actor.user)).filter(done_at=None)
    upto = request.POST.get("upto", "")
    if not upto.isdecimal():
        raise Http404
    count = _mark(request, mine.filter(number__lte=int(upto)))
    said = ngettext("%(number)s notice was marked.", "%(number)s notices were marked.", count)
    messages.success(request, said % {"number": count})
    return _back(request)


@require_POST
@acting_required
def matter(request: HttpRequest, matter: UUID) -> HttpResponse:
    """Follow or mute a whole matter in one unit, or put away all that was told of it."""
    actor = _actor_for(request)
    with actor.acting():
        found = get_object_or_404(Matter.objects.visible_to(actor), public_id=matter)
        match request.POST.get("do"):
            case "done":
                marking.put_away(marking.of_matter(actor, matter))
            case "follow":
                marking.follow(actor, found)
                messages.success(request, _("You follow this matter now: you hear of every act on it."))
            case "mute":
                marking.mute(actor, found)
                messages.success(request, _("This matter is muted: what you have to do still stands on your worklist."))
            case "forget":
                marking.forget(actor, found)
                messages.success(request, _("You hear of this matter what your roles hear."))
            case _:
                raise Http404
    return _back(request)


def _mark(request: HttpRequest, notices: NotificationQuerySet) -> int:
    try:
        return MARKS[request.POST.get("do", "")](notices)
    except KeyError:
        raise Http404 from None


def _actor_for(request: HttpRequest) -> Actor:
    """The person as a member of the unit that the address names, which need not be the one they act for now."""
    wanted = request.GET.get("unit") or str(request.actor.unit.public_id)
    for membership in request.memberships:
        if str(membership.unit.public_id) == wanted:
            return Actor(membership)
    raise Http404


def _next(request: HttpRequest) -> str:
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    is_ours = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) and wanted.startswith("/")
    return wanted if is_ours else reverse("notices:inbox")


def _back(request: HttpRequest) -> HttpResponse:
    return redirect(_next(request))
