"""What is filled in on the slip of an incoming matter."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from collaboration.worklist.colleagues import colleagues
from collaboration.worklist.models import Urgency
from tenants.identity.models import User
from tenants.units.models import Department, Unit

LINES = {"rows": 3}


class RegisterForm(forms.Form):
    """How urgent it is, and until when the house wants to be done."""

    urgency = forms.TypedChoiceField(label=_("Urgency"), choices=Urgency.choices, coerce=int)
    due_on = forms.DateField(
        label=_("To be done by"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def clean_due_on(self) -> Any:
        day = self.cleaned_data["due_on"]
        if day and day < timezone.localdate():
            raise forms.ValidationError(_("This day is past."))
        return day


class ProposeForm(forms.Form):
    """The proposal, who handles it and who assists."""

    text = forms.CharField(label=_("Proposal"), max_length=2000, widget=forms.Textarea(attrs=LINES))
    handling = forms.ChoiceField(label=_("Handling department"))
    assisting = forms.MultipleChoiceField(
        label=_("Assisting departments"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, unit: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = list(Department.objects.filter(unit=unit).values_list("name", flat=True)) or [unit.short_name]
        self.fields["handling"].choices = [(name, name) for name in names]
        self.fields["assisting"].choices = [(name, name) for name in names]
        if len(names) == 1:
            del self.fields["assisting"]


class InstructForm(forms.Form):
    """The instruction; the usual ones are one press away."""

    text = forms.CharField(label=_("Instruction"), max_length=1000, widget=forms.Textarea(attrs=LINES))


class CirculateForm(forms.Form):
    """Who shall read it."""

    people = forms.ModelMultipleChoiceField(
        User.objects.none(), label=_("Who shall read it"), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, unit: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["people"].queryset = colleagues(unit)


class AnswerForm(forms.Form):
    """What came of it."""

    text = forms.CharField(label=_("What came of it"), max_length=2000, widget=forms.Textarea(attrs=LINES))


class SendBackForm(forms.Form):
    """Why it goes back."""

    reason = forms.CharField(label=_("Reason"), max_length=500, widget=forms.Textarea(attrs=LINES))
