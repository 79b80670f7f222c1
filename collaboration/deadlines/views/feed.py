"""The calendar feed: its private address on the desk, and the feed itself, which needs no sign-in but that address."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from collaboration.deadlines import feed
from collaboration.deadlines.models import FeedAddress
from tenants.hosts import desk_url
from tenants.identity.access import acting_required


@require_http_methods(["GET", "POST"])
@acting_required
def address(request: HttpRequest) -> HttpResponse:
    """Make or renew the address, shown once; or end it."""
    shown = ""
    if request.method == "POST":
        if "end" in request.POST:
            feed.end(request.actor.user)
            return redirect("deadlines:feed_address")
        token = feed.renew(request.actor.user)
        shown = desk_url(reverse("deadlines:feed", args=[token]))
    known = FeedAddress.objects.filter(user=request.actor.user).first()
    return render(request, "deadlines/feed.html", {"known": known, "shown": shown})


@require_GET
def calendar(request: HttpRequest, token: str) -> HttpResponse:
    """The person's deadlines at this moment."""
    person = feed.owner_of(token)
    if person is None:
        raise Http404(_("This calendar address is not, or no longer, known."))
    with translation.override(person.language):
        body = feed.calendar(feed.entries_of(person))
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="deadlines.ics"'
    response["Cache-Control"] = "private, no-store"
    return response
