"""Whom to give a step to, and why."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from collaboration.worklist import rules
from collaboration.worklist.colleagues import colleagues
from tenants.identity.actor import Actor
from tenants.identity.models import User
from tenants.units.models import Unit


class GiveForm(forms.Form):
    """A colleague, and a word for them."""

    person = forms.ModelChoiceField(User.objects.none(), label=_("Colleague"))
    note = forms.CharField(label=_("Note"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, unit: Unit, role: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = colleagues(unit, role)


class BackForm(forms.Form):
    """Why a step is returned."""

    reason = forms.CharField(label=_("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))


class HandOverForm(forms.Form):
    """Whose work goes to whom."""

    whose = forms.ModelChoiceField(User.objects.none(), label=_("Whose work"))
    successor = forms.ModelChoiceField(User.objects.none(), label=_("Who takes over"))
    note = forms.CharField(label=_("Note"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = colleagues(actor.unit)
        self.fields["successor"].queryset = people
        self.fields["whose"].queryset = people if rules.leads(actor) else people.filter(pk=actor.user.pk)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("whose") and given.get("whose") == given.get("successor"):
            self.add_error("successor", _("Choose somebody else as successor."))
        return given
