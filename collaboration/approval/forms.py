"""What people enter on the page of their house, and how its administrator sets a chain."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.forms import BaseFormSet, formset_factory
from django.utils.translation import gettext_lazy as _

from collaboration.approval.models.chains import SETTABLE, Planned, StepKind
from collaboration.approval.rules import ABLE
from collaboration.worklist.colleagues import colleagues
from tenants.identity.models import User
from tenants.identity.roles import Role
from tenants.units.models import Department, Unit

LINES = {"rows": 2}
MOST_DAYS = 60
STEPS = 8


class StepForm(forms.Form):
    """A word on one's step, and to whom or where it goes if it does not simply go on."""

    words = forms.CharField(
        label=_("Comment or reason"), required=False, max_length=1000, widget=forms.Textarea(attrs=LINES)
    )
    back_to = forms.TypedChoiceField(label=_("Send back to"), required=False, coerce=int, empty_value=0)
    person = forms.ModelChoiceField(User.objects.none(), label=_("Colleague"), required=False)

    def __init__(self, *args: Any, unit: Unit, earlier: Sequence[tuple[int, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = colleagues(unit)
        self.fields["back_to"].choices = list(earlier)


class OpinionForm(forms.Form):
    """One internal opinion, on a paragraph or on the whole."""

    block_id = forms.ChoiceField(label=_("Paragraph"), required=False)
    text = forms.CharField(label=_("Opinion"), required=False, max_length=4000, widget=forms.Textarea(attrs=LINES))
    proposed_text = forms.CharField(
        label=_("Proposed wording"), required=False, max_length=4000, widget=forms.Textarea(attrs=LINES)
    )

    def __init__(self, *args: Any, places: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        shown = [(key, words if len(words) <= 40 else f"{words[:40]}…") for key, words in places]
        self.fields["block_id"].choices = [("", _("On the whole text")), *shown]


class AskForm(forms.Form):
    """Whom to ask for an internal opinion, and in how many working days."""

    departments = forms.ModelMultipleChoiceField(
        Department.objects.none(), label=_("Departments"), required=False, widget=forms.CheckboxSelectMultiple
    )
    people = forms.ModelMultipleChoiceField(
        User.objects.none(), label=_("Colleagues"), required=False, widget=forms.CheckboxSelectMultiple
    )
    days = forms.IntegerField(
        label=_("Time, in working days"), required=False, min_value=1, max_value=MOST_DAYS, initial=2
    )
    words = forms.CharField(label=_("Note"), required=False, max_length=500, widget=forms.Textarea(attrs=LINES))

    def __init__(self, *args: Any, unit: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["departments"].queryset = Department.objects.filter(unit=unit)
        self.fields["people"].queryset = colleagues(unit)


class PlannedForm(forms.Form):
    """One step of a chain; an empty kind leaves it out."""

    kind = forms.ChoiceField(label=_("Step"), required=False)
    role = forms.ChoiceField(label=_("Role"), required=False)
    person = forms.ModelChoiceField(
        User.objects.none(), label=_("Person"), required=False, empty_label=_("Whoever has the role")
    )
    departments = forms.ModelMultipleChoiceField(
        Department.objects.none(), label=_("Departments"), required=False, widget=forms.CheckboxSelectMultiple
    )
    days = forms.IntegerField(label=_("Time, in working days"), required=False, min_value=1, max_value=MOST_DAYS)

    def __init__(self, *args: Any, unit: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", "—"), *((kind.value, kind.label) for kind in SETTABLE)]
        roles = [(role.value, role.label) for role in Role if role in ABLE]
        self.fields["role"].choices = [("", _("Anybody")), *roles]
        self.fields["person"].queryset = colleagues(unit)
        self.fields["departments"].queryset = Department.objects.filter(unit=unit)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("kind"):
            return data
        who = data.get("role"), data.get("person"), data.get("departments")
        if data["kind"] == StepKind.DEPARTMENTS and not data.get("departments"):
            self.add_error("departments", _("Choose the departments that countersign."))
        elif not any(who):
            self.add_error("role", _("Say who takes this step: a role, a person or departments."))
        return data

    def planned(self) -> Planned | None:
        """The step as it was entered; None where it was left out."""
        data = self.cleaned_data
        if not data.get("kind"):
            return None
        person = data.get("person")
        departments = tuple(one.pk for one in data.get("departments") or ())
        return Planned(data["kind"], data.get("role", ""), person.pk if person else None, departments, data.get("days"))


class ChainFormSet(BaseFormSet):
    """The steps of a chain, in order."""

    def planned(self) -> list[Planned]:
        """Those that were not left out."""
        found = (form.planned() for form in self.forms)
        return [step for step in found if step is not None]


Chains = formset_factory(PlannedForm, formset=ChainFormSet, extra=0, max_num=STEPS + 4)
