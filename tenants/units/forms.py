"""What administrators enter when a unit changes."""

from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tenants.units.models import Unit
from tenants.units.workflow import NewNames

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class UnitField(forms.CharField):
    """A unit, entered by its division code or its full name."""

    def clean(self, value: Any) -> Unit | None:
        text = super().clean(value).strip()
        if not text:
            return None
        unit = Unit.objects.filter(code=text).first() or Unit.objects.open().filter(name=text).first()
        if unit is None:
            raise forms.ValidationError(_("No open unit has this division code or name."))
        return unit


class TelephoneForm(forms.Form):
    """Under which number others reach the unit."""

    telephone = forms.CharField(
        label=_("Telephone"),
        max_length=40,
        required=False,
        help_text=_("Of the office, not of a person. Whoever waits for your unit sees it."),
        validators=[RegexValidator(r"^[0-9+() /-]*$", _("Digits, spaces, brackets, + and - only."))],
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )


class NamesForm(forms.Form):
    """The names a unit will carry."""

    name = forms.CharField(label=_("Chinese name"), max_length=100)
    short_name = forms.CharField(label=_("Short name"), max_length=60)
    name_en = forms.CharField(label=_("English name"), max_length=200)
    on = forms.DateField(label=_("Takes effect on"), widget=DAY, initial=timezone.localdate)

    @property
    def names(self) -> NewNames:
        return NewNames(*(self.cleaned_data[field] for field in ("name", "short_name", "name_en")))


class CloseForm(forms.Form):
    successor = UnitField(
        label=_("Successor"), required=False, help_text=_("Its division code or full name. People are directed to it.")
    )
    on = forms.DateField(label=_("Closes on"), widget=DAY, initial=timezone.localdate)


class MergeForm(forms.Form):
    into = UnitField(
        label=_("Successor"), help_text=_("Its division code or full name. It takes over the units below.")
    )
    on = forms.DateField(label=_("Takes effect on"), widget=DAY, initial=timezone.localdate)


class SplitForm(NamesForm):
    """A new unit that begins out of another one."""

    code = forms.CharField(
        label=_("Division code"),
        validators=[RegexValidator(r"^(\d{6}|\d{9})$", _("Six digits, or nine for a street."))],
    )
    region = forms.CharField(label=_("Region"), max_length=60)
    region_en = forms.CharField(label=_("Region in English"), max_length=100)
    field_order = ["code", "name", "short_name", "name_en", "region", "region_en", "on"]
