"""Who stands in for whom while somebody is away."""

from uuid import UUID

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from collaboration.errors import WorkflowError
from collaboration.matters.pages import told
from collaboration.members import rules, workflow
from collaboration.members.forms import DelegationForm
from tenants.identity.access import acting_required
from tenants.identity.actor import Actor
from tenants.identity.models import Membership, MembershipQuerySet
from tenants.identity.roles import CONTENT_ROLES, Role

PAST_SHOWN = 20


def _delegations(actor: Actor) -> MembershipQuerySet:
    """Those the person gave or took on; of the whole unit for its administrator."""
    rows = Membership.objects.filter(unit=actor.unit, source=Membership.Source.DELEGATION)
    if not rules.administers(actor, actor.unit):
        rows = rows.filter(Q(user=actor.user) | Q(on_behalf_of=actor.user))
    return rows.select_related("user", "on_behalf_of", "unit")


def _places(actor: Actor) -> MembershipQuerySet:
    """The own places of those who work on the unit's matters."""
    rows = Membership.objects.valid().filter(unit=actor.unit, roles__overlap=sorted(CONTENT_ROLES))
    return rows.exclude(source=Membership.Source.DELEGATION).select_related("user").order_by("user__name")


@require_http_methods(["GET", "POST"])
@acting_required
def delegations(request: HttpRequest) -> HttpResponse:
    """Arrange who stands in, and see who does."""
    actor, now = request.actor, timezone.now()
    places = _places(actor)
    absent = places if actor.has(Role.UNIT_ADMINISTRATOR) else places.filter(user=actor.user)
    initial = {"starts": now.replace(microsecond=0)}
    form = DelegationForm(request.POST or None, absent=absent, delegates=places, initial=initial)
    if form.is_valid():
        given = form.cleaned_data
        try:
            workflow.delegate(actor, given.pop("absent"), given.pop("delegate"), **given)
        except WorkflowError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Arranged. Every act will show for whom it was done."))
            return redirect("members:delegations")
    rows = list(_delegations(actor).order_by("-valid_from"))
    context = {
        "form": form if absent else None,
        "current": [
            (one, one.valid_from <= now, rules.can_end_delegation(actor, one)) for one in rows if rules.holds(one)
        ],
        "past": [one for one in rows if not rules.holds(one)][:PAST_SHOWN],
    }
    return render(request, "members/delegations.html", context, status=422 if form.errors else 200)


@require_POST
@acting_required
def end(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """End one early."""
    one = get_object_or_404(_delegations(request.actor), public_id=public_id)
    with told(request, _("They stand in no longer.")):
        workflow.end_delegation(request.actor, one)
    return redirect("start" if one.user_id == request.actor.user.pk else "members:delegations")
