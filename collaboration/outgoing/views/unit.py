"""What leaves the portal for a whole unit, in the hands of its administrator."""

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from collaboration.outgoing.forms import DiscretionForm
from collaboration.outgoing.history import changes
from collaboration.outgoing.models import Delivery, Discretion, Webhook
from tenants.identity.access import role_required
from tenants.identity.roles import Role

administrator = role_required(Role.UNIT_ADMINISTRATOR)


@require_http_methods(["GET", "HEAD", "POST"])
@administrator
def outside(request: HttpRequest) -> HttpResponse:
    """How much the unit's matters may say in mail, and which other systems are told of them."""
    unit = request.actor.unit
    form = DiscretionForm(request.POST or None, instance=Discretion.objects.filter(unit=unit).first())
    if form.is_valid():
        row = Discretion(unit=unit, tells=form.cleaned_data["tells"])
        Discretion.objects.bulk_create([row], update_conflicts=True, unique_fields=["unit"], update_fields=["tells"])
        messages.success(request, _("What mail contains was saved."))
        return redirect("outgoing:outside")
    waiting = Q(deliveries__state=Delivery.State.WAITING)
    hooks = Webhook.objects.visible_to(request.actor).annotate(
        waiting=Count("deliveries", filter=waiting),
        troubled=Count("deliveries", filter=waiting & Q(deliveries__tries__gt=0)),
    )
    return render(request, "outgoing/outside.html", {"form": form, "hooks": hooks, "changes": changes(unit)})
