"""What people enter when they call and supervise."""

from datetime import date, datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from collaboration.deadlines.calendar import working_days_after

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
MOMENT = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
PROPOSED_DAYS = 3


class CallForm(forms.Form):
    """A call that was made."""

    spoke_with = forms.CharField(label=_("Who was called"), max_length=60)
    called_at = forms.DateTimeField(label=_("When"), widget=MOMENT, initial=timezone.localtime)
    answer = forms.CharField(label=_("What was answered"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))

    def clean_called_at(self) -> datetime:
        called_at: datetime = self.cleaned_data["called_at"]
        if called_at > timezone.now():
            raise forms.ValidationError(_("A call that has not been made yet cannot be entered."))
        return called_at


class SlipForm(forms.Form):
    """What is demanded, and until when feedback is."""

    demand = forms.CharField(label=_("What is demanded"), max_length=2000, widget=forms.Textarea(attrs={"rows": 6}))
    due_on = forms.DateField(label=_("Feedback until"), widget=DAY)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"due_on": working_days_after(timezone.localdate(), PROPOSED_DAYS)}
        super().__init__(*args, **kwargs)

    def clean_due_on(self) -> date:
        due_on: date = self.cleaned_data["due_on"]
        if due_on < timezone.localdate():
            raise forms.ValidationError(_("The deadline lies in the past."))
        return due_on


class SendBackForm(SlipForm):
    """Why the feedback does not do, and until when there is another."""

    demand = None
    reason = forms.CharField(label=_("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
    field_order = ["reason", "due_on"]


class FeedbackForm(forms.Form):
    """What was done."""

    feedback = forms.CharField(label=_("Feedback"), max_length=4000, widget=forms.Textarea(attrs={"rows": 8}))


class LiftForm(forms.Form):
    """Why the supervision ends."""

    reason = forms.CharField(
        label=_("Reason"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
