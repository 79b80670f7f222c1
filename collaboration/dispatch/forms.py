"""What is entered about a dispatch."""

from datetime import date

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

LINES = {"rows": 4}


class QueryForm(forms.Form):
    """What a unit wants to know about what was filed with it."""

    text = forms.CharField(label=_("Query"), max_length=2000, widget=forms.Textarea(attrs=LINES))


class AnswerForm(forms.Form):
    """What it is answered."""

    text = forms.CharField(label=_("Answer"), max_length=2000, widget=forms.Textarea(attrs=LINES))


class DeliveryForm(forms.Form):
    """When and how somebody outside the portal got it on paper."""

    delivered_on = forms.DateField(
        label=_("Delivered on"),
        initial=timezone.localdate,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    note = forms.CharField(
        label=_("How, and who took it"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )

    def clean_delivered_on(self) -> date:
        day: date = self.cleaned_data["delivered_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("This day has not come yet."))
        return day
