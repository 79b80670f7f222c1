"""What the alliance office enters for the calendar."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

NOTICE_CHARACTERS = 20_000
FIRST_YEAR, YEARS_AHEAD = 2018, 5


class NoticeForm(forms.Form):
    """A pasted notice of one year."""

    year = forms.IntegerField(label=_("Year"), min_value=FIRST_YEAR)
    reference = forms.CharField(
        label=_("Number of the notice"), max_length=60, help_text=_("As printed on it; it is kept in the record.")
    )
    text = forms.CharField(
        label=_("Text of the notice"),
        max_length=NOTICE_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text=_("Paste it whole. Days off and working weekend days are read from it and shown before they count."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"year": timezone.localdate().year + 1, **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)

    def clean_year(self) -> int:
        year: int = self.cleaned_data["year"]
        if year > timezone.localdate().year + YEARS_AHEAD:
            raise forms.ValidationError(_("No notice has been given for a year that far ahead."))
        return year


class DayForm(forms.Form):
    """One single day, against the calendar."""

    day = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    works = forms.TypedChoiceField(
        label=_("This day is"),
        choices=[("", "—"), ("off", _("Day off")), ("works", _("Working day"))],
        coerce=lambda value: value == "works",
    )
    note = forms.CharField(label=_("Reason"), max_length=60)

    def clean_day(self) -> date:
        day: date = self.cleaned_data["day"]
        if not FIRST_YEAR <= day.year <= timezone.localdate().year + YEARS_AHEAD:
            raise forms.ValidationError(_("This day is too far away to decide on."))
        return day
