"""What readers ask for: filters of the list, a file or a code to verify."""

from django import forms
from django.utils.translation import gettext_lazy as _

from collaboration.publication.formats import kind_label
from collaboration.publication.search import Filters, Offers


class FilterForm(forms.Form):
    """The filters of the list of documents; a value that nobody offers filters nothing."""

    q = forms.CharField(label=_("Title, number or words of the text"), required=False, max_length=100)
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    unit = forms.ChoiceField(label=_("Issuing unit"), required=False)
    year = forms.TypedChoiceField(label=_("Year"), required=False, coerce=int, empty_value=None)
    validity = forms.ChoiceField(label=_("Validity"), required=False)

    def __init__(self, data: object, *, offers: Offers) -> None:
        super().__init__(data)
        every = [("", _("All"))]
        self.fields["kind"].choices = [*every, *((kind, kind_label(kind)) for kind in offers.kinds)]
        self.fields["unit"].choices = [*every, *((unit.code, unit.display_name) for unit in offers.units)]
        self.fields["year"].choices = [*every, *((year, year) for year in offers.years)]
        self.fields["validity"].choices = [*every, *((value.value, value.label) for value in offers.validities)]

    def filters(self) -> Filters:
        """What was asked for and is offered."""
        self.is_valid()
        asked = self.cleaned_data
        return Filters(
            words=asked.get("q", ""), kind=asked.get("kind", ""), unit=asked.get("unit", ""),
            year=asked.get("year"), validity=asked.get("validity", ""),
        )  # fmt: skip


class VerifyForm(forms.Form):
    """A file, or the code printed on it."""

    file = forms.FileField(label=_("PDF file"), required=False)
    code = forms.CharField(label=_("Check code"), required=False, max_length=60)
