"""What people enter about countersigning: the order, why a word is taken back, the sheet signed on paper."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

from collaboration.documents.forms import REASON_LENGTH, SignForm
from collaboration.documents.workflow.turns import Order, one_by_one
from tenants.files.markings import marking_of_name
from tenants.files.scans import LARGEST, type_of_scan
from tenants.units.models import Unit

TURNS = 40


class OrderForm(forms.Form):
    """In which order the units sign."""

    class Choice(models.TextChoices):
        AT_ONCE = "at_once", _("All at once")
        ONE_BY_ONE = "one_by_one", _("One after another, as they stand in the text")
        GROUPS = "groups", _("In groups: units with the same number sign in any order, then those with the next")

    order = forms.ChoiceField(
        label=_("Order of signing"),
        choices=Choice.choices,
        initial=Choice.AT_ONCE,
        required=False,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, units: Sequence[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.units = units
        is_grouped = self.data.get("order") == self.Choice.GROUPS
        for position, unit in enumerate(units, start=1):
            self.fields[f"turn_{unit.code}"] = forms.IntegerField(
                label=unit.display_name, min_value=1, max_value=TURNS, initial=min(position, 2), required=is_grouped
            )

    @property
    def turns(self) -> Order:
        """The position of each unit; empty where all sign at once."""
        match self.cleaned_data.get("order"):
            case self.Choice.ONE_BY_ONE:
                return one_by_one(self.units)
            case self.Choice.GROUPS:
                return {unit.code: self.cleaned_data[f"turn_{unit.code}"] for unit in self.units}
        return {}


class ReasonedSignForm(SignForm):
    """A word that needs a reason, confirmed like a signature."""

    reason = forms.CharField(label=_("Reason"), max_length=REASON_LENGTH, widget=forms.Textarea(attrs={"rows": 3}))


class SheetForm(forms.Form):
    """The scan of the sheet that the unit signed and sealed by hand."""

    scan = forms.FileField(
        label=_("Scan of the signed sheet"),
        help_text=_("PDF or JPEG, at most 20 MB. Not for papers that contain state secrets."),
        widget=forms.ClearableFileInput(attrs={"accept": ".pdf,.jpg,.jpeg"}),
    )

    def clean_scan(self) -> bytes:
        scan = self.cleaned_data["scan"]
        if mark := marking_of_name(scan.name):
            raise forms.ValidationError(
                _("“%(mark)s” is a mark of secrecy: such papers may not enter this portal.") % {"mark": mark}
            )
        if scan.size > LARGEST:
            raise forms.ValidationError(_("The scan is larger than 20 MB."))
        data: bytes = scan.read()
        if type_of_scan(data) is None:
            raise forms.ValidationError(_("This is neither a whole PDF file nor a JPEG picture."))
        return data


class ConfirmSheetForm(SignForm):
    """The signatory's confirmation of one scan."""

    scan_sha256 = forms.CharField(max_length=64, widget=forms.HiddenInput)
