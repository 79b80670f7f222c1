"""The person's own pages: what they hear of outside the desk, and the way from a mail back to it."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from collaboration.errors import WorkflowError
from collaboration.matters import kinds
from collaboration.matters.pages import told
from collaboration.notifications.models import Notification
from collaboration.outgoing import confirming, lines, unsubscribing
from collaboration.outgoing.forms import CodeForm, WayForm, WishesForm
from collaboration.outgoing.models import Letter, Line, Way
from collaboration.outgoing.ways.registry import services
from tenants.identity.access import signed_in_required, switch_to

RECENT = 10


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in_required
def wishes(request: HttpRequest) -> HttpResponse:
    """What one hears of by mail and when, and what became of the last letters."""
    person = request.user
    form = WishesForm(request.POST or None, person=person)
    if form.is_valid():
        form.save()
        messages.success(request, _("Your wishes about mail were saved."))
        return redirect("outgoing:wishes")
    line = Line.objects.visible_to(person).filter(way=Way.MAIL, refused__gt=0).first()
    kept = {one.way: one for one in Line.objects.visible_to(person).exclude(address="")}
    context = {
        "form": form,
        "line": line if line and line.refused_address == person.email else None,
        "is_shut": line is not None and lines.is_shut(person, line),
        "ways": [(Way(way), kept.get(way)) for way in services()],
        "letters": Letter.objects.visible_to(person).order_by("-made_at")[:RECENT],
    }
    return render(request, "outgoing/wishes.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in_required
def way(request: HttpRequest, way: str) -> HttpResponse:
    """Where one is reached on a way other than mail, and for what."""
    if way not in services():
        raise Http404
    form = WayForm(request.POST or None, person=request.user, way=Way(way))
    if form.is_valid():
        form.save()
        line = confirming.waiting_line(request.user, way)
        if line is None or not line.address:
            messages.success(request, _("Your wishes were saved."))
            return redirect("outgoing:wishes")
        return _send_code(request, way)
    line = confirming.waiting_line(request.user, way)
    return render(request, "outgoing/way.html", {"form": form, "way": Way(way), "line": line})


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in_required
def confirm(request: HttpRequest, way: str) -> HttpResponse:
    """Repeat the code that was sent to the address; nothing else goes there before."""
    if way not in services():
        raise Http404
    line = confirming.waiting_line(request.user, way)
    if line is None:
        return redirect("outgoing:way", way)
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            confirming.confirm(request.user, way, form.cleaned_data["code"].strip())
        except WorkflowError as error:
            form.add_error("code", str(error))
        else:
            messages.success(request, _("The address is confirmed."))
            return redirect("outgoing:wishes")
    context = {"form": form, "way": Way(way), "line": line}
    return render(request, "outgoing/confirm.html", context, status=422 if form.errors else 200)


@require_POST
@signed_in_required
def another_code(request: HttpRequest, way: str) -> HttpResponse:
    """Send a new code; the earlier one no longer counts."""
    if way not in services():
        raise Http404
    return _send_code(request, way)


def _send_code(request: HttpRequest, way: str) -> HttpResponse:
    with told(request, _("A code was sent. Enter it here.")):
        confirming.send_code(request.user, way)
    return redirect("outgoing:confirm", way)


@require_POST
@signed_in_required
def open_again(request: HttpRequest) -> HttpResponse:
    """The person says that their mailbox takes mail again."""
    lines.open_again(request.user, Way.MAIL)
    messages.success(request, _("Mail is sent to your address again."))
    return redirect("outgoing:wishes")


@require_GET
@signed_in_required
def follow(request: HttpRequest, number: int) -> HttpResponse:
    """From a mail to what it speaks of, acting as the unit it was meant for."""
    notice = get_object_or_404(Notification.objects.visible_to(request.user), number=number)
    if not switch_to(request, notice.unit):
        raise Http404
    return redirect(kinds.kind_of(notice.kind).url_name, notice.matter)


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """End the kinds of mail the signed token names (RFC 8058): a mailbox posts here without cookies.

    Looking at the page changes nothing, since scanners look at every link.
    """
    known = unsubscribing.read(token)
    if known is None:
        raise Http404
    person, categories = known
    if request.method == "POST":
        unsubscribing.stop(person, categories)
    context = {"categories": categories, "stopped": request.method == "POST"}
    return render(request, "outgoing/stop.html", context)
