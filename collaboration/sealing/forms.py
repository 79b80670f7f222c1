"""What is entered about the seal of a unit."""

from typing import Any, cast
from uuid import uuid4

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from collaboration.errors import WorkflowError
from collaboration.publication.formats import kinds
from collaboration.sealing.pictures import taking
from collaboration.sealing.workflow import Instrument
from tenants.files.markings import marking_in, marking_of_name
from tenants.identity.confirmation import ConfirmedForm
from tenants.units.models import Unit

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
LARGEST_MB = 20
LARGEST_PICTURE = 1024 * 1024
DIAMETERS = {1: (45, 42, 50), 2: (45, 42), 3: (45, 42), 4: (42,)}  # millimetres that units of a level may have
BEGINNINGS = (b"%PDF-", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")


class UnitsField(forms.CharField):
    """Units, one on a line, by division code or by any of their names."""

    def clean(self, value: Any) -> list[Unit]:
        names = list(dict.fromkeys(line.strip() for line in super().clean(value).splitlines() if line.strip()))
        found = [self._find(name) for name in names]
        unknown = [name for name, unit in zip(names, found, strict=True) if unit is None]
        if unknown:
            raise forms.ValidationError(
                _("No open unit has one of these names or codes: %(names)s."), params={"names": _(", ").join(unknown)}
            )
        return list(dict.fromkeys(unit for unit in found if unit))

    def _find(self, name: str) -> Unit | None:
        units = Unit.objects.open().filter(level__gt=0)
        for field in ("code", "name", "short_name", "name_en"):
            same = list(units.filter(**{field: name})[:2])
            if len(same) == 1:
                return same[0]
        return None


class AuthorisationForm(forms.Form):
    """The written instrument by which a unit authorises the release of its seal once for many documents."""

    public_id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    title = forms.CharField(
        label=_("Title of the instrument"), max_length=200, help_text=_("As it stands on the paper, without 《》.")
    )
    number = forms.CharField(label=_("Document number"), max_length=60, required=False)
    dated_on = forms.DateField(label=_("Date of the instrument"), widget=DAY)
    scan = forms.FileField(
        label=_("Scan of the instrument"),
        required=False,
        help_text=_("PDF, JPEG or PNG, at most 20 MB. Not for papers that contain state secrets."),
        widget=forms.ClearableFileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"}),
    )
    kinds = forms.MultipleChoiceField(label=_("Kinds of document"), choices=kinds, widget=forms.CheckboxSelectMultiple)
    drafting_units = UnitsField(
        label=_("Drafting units"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One on each line, by name or division code. Left empty: whichever unit drafts."),
    )
    valid_from = forms.DateField(label=_("Valid from"), widget=DAY, initial=timezone.localdate)
    valid_until = forms.DateField(label=_("Valid until"), widget=DAY, help_text=_("The last day on which it holds."))

    def clean_title(self) -> str:
        title: str = self.cleaned_data["title"].strip("《》 ")
        if not title:
            raise forms.ValidationError(_("Enter the title of the instrument."))
        if mark := marking_in([title]) or marking_of_name(title):
            raise forms.ValidationError(_refused(mark))
        return title

    def clean_dated_on(self) -> Any:
        if self.cleaned_data["dated_on"] > timezone.localdate():
            raise forms.ValidationError(_("The instrument cannot bear a date that has not come yet."))
        return self.cleaned_data["dated_on"]

    def clean_scan(self) -> Any:
        scan = self.cleaned_data["scan"]
        if not scan:
            return None
        if mark := marking_of_name(scan.name):
            raise forms.ValidationError(_refused(mark))
        if scan.size > LARGEST_MB * 1024 * 1024:
            raise forms.ValidationError(_("The scan is larger than 20 MB."))
        beginning = scan.read(8)
        scan.seek(0)
        if not beginning.startswith(BEGINNINGS):
            raise forms.ValidationError(_("This is neither a PDF nor a JPEG or PNG picture."))
        return scan

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        first, last = data.get("valid_from"), data.get("valid_until")
        if last and last < timezone.localdate():
            self.add_error("valid_until", _("This day is over already."))
        elif first and last and last < first:
            self.add_error("valid_until", _("The term would end before it begins."))
        return data

    @property
    def instrument(self) -> Instrument:
        """What was entered."""
        data = dict(self.cleaned_data)
        scan = data.pop("scan")
        return Instrument(**data, scan=scan.read() if scan else b"", scan_name=scan.name if scan else "")


def _refused(mark: str) -> str:
    return _("“%(mark)s” is a mark of secrecy: such papers may not enter this portal.") % {"mark": mark}


class GrantForm(ConfirmedForm):
    """The signatory's confirmation."""

    refusal = WorkflowError


class EndForm(forms.Form):
    """Why a standing authorisation ends before its term."""

    reason = forms.CharField(label=_("Reason"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))


class PictureForm(ConfirmedForm):
    """The picture of the unit's seal, with the seal keeper's confirmation."""

    refusal = WorkflowError
    field_order = ("picture", "diameter_mm")

    picture = forms.FileField(
        label=_("Picture of the seal"),
        help_text=_("PNG or SVG, square, transparent ground, at most 1 MB; a PNG of 480 to 3000 pixels on each side."),
        widget=forms.FileInput(attrs={"accept": ".png,.svg,image/png,image/svg+xml"}),
    )
    diameter_mm = forms.TypedChoiceField(label=_("Diameter"), coerce=int)

    def __init__(self, *args: Any, level: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast(forms.TypedChoiceField, self.fields["diameter_mm"])
        field.choices = [(mm, _("%(mm)d mm") % {"mm": mm}) for mm in DIAMETERS[level]]

    def clean_picture(self) -> tuple[str, bytes]:
        given = self.cleaned_data["picture"]
        if given.size > LARGEST_PICTURE:
            raise forms.ValidationError(str(taking.UNFIT["heavy"]))
        try:
            return taking.look_at(given.read())
        except taking.UnfitPicture as unfit:
            raise forms.ValidationError(str(unfit)) from unfit


class LostForm(forms.Form):
    """What happened to a certificate."""

    reason = forms.CharField(label=_("What happened"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))
