"""What is entered about the archive."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from collaboration.archive.models import Item, Retention

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class FondsForm(forms.Form):
    """Under which number and name the unit's archive is known."""

    number = forms.RegexField(
        label=_("Fonds number"),
        regex=r"^[0-9A-Za-z]{1,20}$",
        error_messages={"invalid": _("A fonds number consists of digits and letters.")},
    )
    name = forms.CharField(label=_("Name of the fonds"), max_length=100)


class ArchiveForm(forms.Form):
    """Year, retention period and department; the number follows from them."""

    year = forms.IntegerField(label=_("Year"), min_value=1949, max_value=2999)
    retention = forms.ChoiceField(label=_("Retention period"), choices=Retention.choices, widget=forms.RadioSelect)
    department = forms.CharField(label=_("Department"), max_length=60)

    def __init__(self, data: Any = None, *, item: Item, department: str = "") -> None:
        initial = {
            "year": item.year or item.dated_on.year,
            "retention": item.retention or Retention.PERMANENT,
            "department": item.department or department,
        }
        super().__init__(data, initial=initial)


class LoanForm(forms.Form):
    """Who borrows it, what for, until when."""

    borrower = forms.CharField(label=_("Borrower"), max_length=100)
    purpose = forms.CharField(label=_("Purpose"), max_length=300)
    until = forms.DateField(label=_("Until"), widget=DAY)

    def clean_until(self) -> Any:
        day = self.cleaned_data["until"]
        if day < timezone.localdate():
            raise forms.ValidationError(_("This day is past."))
        return day


class TransferForm(forms.Form):
    """To which archive the chosen documents go."""

    receiver = forms.CharField(label=_("Receiving archive"), max_length=100)
