"""What people enter about their ledger of numbers."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from collaboration.numbering.former_register import LARGEST
from collaboration.numbering.models import DocumentNumber

CODE_WORD = r"^[\u4e00-\u9fff]{2,12}$"


class FilterForm(forms.Form):
    """Which numbers the ledger shows."""

    q = forms.CharField(label=_("Title or number"), required=False, max_length=60)
    word = forms.CharField(label=_("Agency code word"), required=False, max_length=20)
    year = forms.IntegerField(label=_("Year"), required=False, min_value=1949, max_value=2200)
    state = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("All")), *DocumentNumber.State.choices])


class ReserveForm(forms.Form):
    """A number kept for a document that is not signed yet."""

    word = forms.RegexField(
        label=_("Agency code word"),
        regex=CODE_WORD,
        error_messages={"invalid": _("A code word consists of two to twelve Chinese characters.")},
    )
    purpose = forms.CharField(label=_("Reserved for"), max_length=300)


class ImportForm(forms.Form):
    """The former register as a table."""

    file = forms.FileField(
        label=_("Table"),
        help_text=_("Excel (.xlsx) or CSV with three columns: document number, title, date. At most 5,000 lines."),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv"}),
    )

    def clean_file(self) -> Any:
        if self.cleaned_data["file"].size > LARGEST:
            raise forms.ValidationError(_("The file is larger than 5 MB."))
        return self.cleaned_data["file"]


class ReasonForm(forms.Form):
    """Why a reserved number is let go."""

    reason = forms.CharField(label=_("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))
