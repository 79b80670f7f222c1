"""The unit's webhooks and their log, for its administrator."""

from uuid import UUID, uuid4

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from collaboration.matters import kinds
from collaboration.outgoing.hooks import workflow
from collaboration.outgoing.hooks.forms import WebhookForm
from collaboration.outgoing.hooks.secrets import unseal
from collaboration.outgoing.hooks.troubles import sentence
from collaboration.outgoing.models import Delivery, Webhook
from collaboration.outgoing.views.unit import administrator
from tenants.audit import acts

PAGE = 50
MOST = 20


def _hook(request: HttpRequest, public_id: UUID) -> Webhook:
    return get_object_or_404(Webhook.objects.visible_to(request.actor), public_id=public_id)


@require_http_methods(["GET", "HEAD", "POST"])
@administrator
def make(request: HttpRequest) -> HttpResponse:
    """A new webhook."""
    if Webhook.objects.visible_to(request.actor).count() >= MOST:
        messages.error(request, _("A unit has at most %(most)s of these addresses.") % {"most": MOST})
        return redirect("outgoing:outside")
    return _form(request, WebhookForm(request.POST or None, initial={"form": Webhook.Form.PLAIN}), uuid4(), None)


@require_http_methods(["GET", "HEAD", "POST"])
@administrator
def change(request: HttpRequest, hook: UUID) -> HttpResponse:
    """Change a webhook; its secret is shown to the administrator alone."""
    row = _hook(request, hook)
    target = unseal(row.sealed)
    known = {"address": target.address, "secret": target.secret}
    return _form(request, WebhookForm(request.POST or None, instance=row, initial=known), hook, row)


def _form(request: HttpRequest, form: WebhookForm, hook: UUID, row: Webhook | None) -> HttpResponse:
    if form.is_valid():
        given = form.cleaned_data
        workflow.save(hook, name=given["name"], form=given["form"], target=form.target, is_on=given["is_on"])
        messages.success(request, _("The address was saved. Try it with a message."))
        return redirect("outgoing:log", hook)
    return render(request, "outgoing/hook.html", {"form": form, "hook": row}, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@administrator
def remove(request: HttpRequest, hook: UUID) -> HttpResponse:
    """Remove a webhook, once that is confirmed."""
    row = _hook(request, hook)
    if request.method == "POST":
        workflow.remove(row)
        messages.success(request, _("The address was removed with its log."))
        return redirect("outgoing:outside")
    return render(request, "outgoing/hook_remove.html", {"hook": row})


@require_GET
@administrator
def log(request: HttpRequest, hook: UUID) -> HttpResponse:
    """What was sent to a webhook and what it answered."""
    row = _hook(request, hook)
    rows = Delivery.objects.visible_to(request.actor).filter(webhook=row)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    told = [(one, *_words(one), _trouble(one)) for one in page]
    is_under_way = any(one.state == Delivery.State.WAITING and not one.answered_at for one in page)
    context = {"hook": row, "page": page, "deliveries": told, "is_under_way": is_under_way}
    return render(request, "outgoing/hook_log.html", context)


@require_POST
@administrator
def try_out(request: HttpRequest, hook: UUID) -> HttpResponse:
    """Send a message that only tries the address."""
    workflow.try_out(_hook(request, hook))
    messages.success(request, _("A message is on its way; the answer appears here."))
    return redirect("outgoing:log", hook)


@require_POST
@administrator
def resend(request: HttpRequest, delivery: UUID) -> HttpResponse:
    """Send a message of the log once more."""
    row = get_object_or_404(Delivery.objects.visible_to(request.actor).select_related("webhook"), pk=delivery)
    if workflow.resend(request.actor, row):
        messages.success(request, _("The message is sent again."))
    else:
        messages.error(request, _("This message still waits, or may no longer be sent."))
    return redirect("outgoing:log", row.webhook.public_id)


def _trouble(delivery: Delivery) -> str:
    return sentence(delivery.answer) if delivery.answer and delivery.status is None else ""


def _words(delivery: Delivery) -> tuple[str, str]:
    if delivery.kind == Delivery.TRIAL:
        return _("Trial"), ""
    return str(kinds.kind_of(delivery.kind).label), acts.label(delivery.kind, delivery.act)
