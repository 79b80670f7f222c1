"""What is filled in on the slip of an incoming matter."""

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from collaboration.incoming.models import Entry
from collaboration.worklist.colleagues import colleagues
from collaboration.worklist.models import Urgency
from tenants.identity.models import User
from tenants.identity.roles import Role
from tenants.units.models import Department, Unit

LINES = {"rows": 3}
BETWEEN = re.compile(r"[、,，;；\n]")
SUGGESTED = 50


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


class HandlerField(forms.ModelChoiceField):
    """Who handles it; may stay open."""

    def __init__(self, unit: Unit) -> None:
        label = _("Person who handles it")
        super().__init__(colleagues(unit, Role.HANDLER), label=label, required=False, empty_label=_("Not decided yet"))


class Suggesting(forms.TextInput):
    """A line of free words with those that are known offered below it."""

    template_name = "incoming/_suggesting.html"

    def __init__(self, words: Sequence[str]) -> None:
        super().__init__()
        self.words = words

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        suggestions = f"{(attrs or {}).get('id', name)}-known"
        context = super().get_context(name, value, {**(attrs or {}), "list": suggestions})
        return {**context, "suggestions": suggestions, "words": self.words}


class ProposeForm(forms.Form):
    """The proposal, which department handles it, which assist, and who in person."""

    text = forms.CharField(label=_("Proposal"), max_length=2000, widget=forms.Textarea(attrs=LINES))
    handling = forms.CharField(label=_("Handling department"), max_length=60)
    assisting = forms.CharField(
        label=_("Assisting departments"), required=False, max_length=300, help_text=_("Several with commas between.")
    )

    def __init__(self, *args: Any, entry: Entry, unit: Unit, **kwargs: Any) -> None:
        written = {"text": entry.proposal, "handling": entry.handling or unit.short_name, "assisting": entry.assisting}
        super().__init__(*args, initial={**written, "handler": entry.handler_id}, **kwargs)
        self.fields["handling"].widget = Suggesting(known_departments(unit))
        self.fields["handler"] = HandlerField(unit)

    def clean_assisting(self) -> list[str]:
        return [name.strip() for name in BETWEEN.split(self.cleaned_data["assisting"]) if name.strip()]


def known_departments(unit: Unit) -> list[str]:
    """Departments of the unit, and whatever handled its incoming matters before."""
    entered = set(Department.objects.filter(unit=unit).values_list("name", flat=True))
    before = Entry.objects.filter(unit_id=unit.pk).exclude(handling="").order_by().values_list("handling", flat=True)
    return sorted(entered.union(before.distinct()[:SUGGESTED]))


class InstructForm(forms.Form):
    """The instruction, and to whom the leader gives it."""

    text = forms.CharField(label=_("Instruction"), max_length=1000, widget=forms.Textarea(attrs=LINES))

    def __init__(self, *args: Any, entry: Entry, unit: Unit, **kwargs: Any) -> None:
        super().__init__(*args, initial={"handler": entry.handler_id}, **kwargs)
        self.fields["handler"] = HandlerField(unit)


class CirculateForm(forms.Form):
    """Who shall read it."""

    people = forms.ModelMultipleChoiceField(
        User.objects.none(), label=_("Who shall read it"), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, entry: Entry, unit: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked = entry.readings.values_list("person_id", flat=True)
        self.fields["people"].queryset = colleagues(unit).exclude(pk__in=list(asked))


class AnswerForm(forms.Form):
    """What came of it."""

    text = forms.CharField(label=_("What came of it"), max_length=2000, widget=forms.Textarea(attrs=LINES))


class SendBackForm(forms.Form):
    """Why it goes back."""

    reason = forms.CharField(label=_("Reason"), max_length=500, widget=forms.Textarea(attrs=LINES))
