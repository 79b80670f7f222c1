"""Pages on which administrators change a unit."""

from collections.abc import Callable
from functools import wraps
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_http_methods

from tenants.identity.access import role_required
from tenants.identity.actor import Actor
from tenants.identity.roles import Role
from tenants.units import rules, workflow
from tenants.units.forms import CloseForm, MergeForm, NamesForm, SplitForm, TelephoneForm
from tenants.units.models import Unit

Step = Callable[[Unit, Actor, Form], Unit]


def act_page(
    form_class: type[Form],
    title: str | Promise,
    *,
    may: Callable[[Actor, Unit], bool] = rules.can_change,
    starts_with: tuple[str, ...] = (),
) -> Callable[[Step], object]:
    """A page that shows a form and does one act with it; the act returns the unit to show next."""

    def decorate(step: Step) -> object:
        @require_http_methods(["GET", "POST"])
        @role_required(Role.UNIT_ADMINISTRATOR)
        @wraps(step)
        def page(request: HttpRequest, public_id: UUID) -> HttpResponse:
            unit = get_object_or_404(Unit, public_id=public_id)
            if not may(request.actor, unit):
                raise PermissionDenied
            form = form_class(
                request.POST if request.method == "POST" else None,
                initial={name: getattr(unit, name) for name in starts_with},
            )
            if request.method == "POST" and form.is_valid():
                try:
                    shown = step(unit, request.actor, form)
                except workflow.UnitActRefused as refused:
                    form.add_error(None, str(refused))
                else:
                    messages.success(request, _("The change was recorded."))
                    return redirect("units:unit", shown.public_id)
            return render(request, "units/act.html", {"unit": unit, "form": form, "title": title})

        return page

    return decorate


@act_page(NamesForm, gettext_lazy("Rename this unit"), starts_with=("name", "short_name", "name_en"))
def rename(unit: Unit, actor: Actor, form: NamesForm) -> Unit:
    workflow.rename(unit, actor=actor, names=form.names, on=form.cleaned_data["on"])
    return unit


@act_page(CloseForm, gettext_lazy("Close this unit"))
def close(unit: Unit, actor: Actor, form: CloseForm) -> Unit:
    workflow.close(unit, actor=actor, successor=form.cleaned_data["successor"], on=form.cleaned_data["on"])
    return unit


@act_page(MergeForm, gettext_lazy("Merge this unit into another"))
def merge(unit: Unit, actor: Actor, form: MergeForm) -> Unit:
    workflow.merge(unit, actor=actor, into=form.cleaned_data["into"], on=form.cleaned_data["on"])
    return form.cleaned_data["into"]


@act_page(SplitForm, pgettext_lazy("unit", "Split off a new unit"))
def split(unit: Unit, actor: Actor, form: SplitForm) -> Unit:
    given = {field: form.cleaned_data[field] for field in ("code", "region", "region_en", "on")}
    return workflow.split(unit, actor=actor, names=form.names, **given)


@act_page(
    TelephoneForm, gettext_lazy("Telephone of this unit"), may=rules.can_set_telephone, starts_with=("telephone",)
)
def telephone(unit: Unit, actor: Actor, form: TelephoneForm) -> Unit:
    workflow.set_telephone(unit, actor=actor, telephone=form.cleaned_data["telephone"])
    return unit
