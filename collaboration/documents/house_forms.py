"""What is entered about a normative document."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from collaboration.approval.models import Finding
from collaboration.approval.models.findings import CONCLUSIONS
from collaboration.approval.workflow.findings import Found
from tenants.files.markings import marking_of_name

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
LARGEST_MB = 10
HELD_BY = {
    Finding.Sort.LEGALITY: pgettext_lazy("finding", "Reviewer"),
    Finding.Sort.DELIBERATION: pgettext_lazy("finding", "Meeting"),
    Finding.Sort.EXEMPTION: pgettext_lazy("finding", "Decided by"),
}


class NormativeForm(forms.Form):
    """Unmarking needs a reason."""

    def __init__(self, *args: Any, is_normative: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_normative:
            lines = forms.Textarea(attrs={"rows": 3})
            self.fields["reason"] = forms.CharField(label=_("Reason"), max_length=1000, widget=lines)


class FindingForm(forms.Form):
    """One finding: conclusion, day, who, the words and the paper."""

    conclusion = forms.ChoiceField(label=_("Conclusion"))
    held_on = forms.DateField(label=_("Date"), widget=DAY, initial=timezone.localdate)
    held_by = forms.CharField(max_length=140)
    words = forms.CharField(
        label=_("Remarks"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 3})
    )
    file = forms.FileField(
        label=_("File"),
        required=False,
        help_text=_("PDF, at most 10 MB. Not for papers that contain state secrets."),
        widget=forms.ClearableFileInput(attrs={"accept": ".pdf"}),
    )

    def __init__(self, *args: Any, sort: str, **kwargs: Any) -> None:
        super().__init__(*args, prefix=sort, **kwargs)
        self.sort = Finding.Sort(sort)
        self.fields["conclusion"].choices = [(one.value, one.label) for one in CONCLUSIONS[self.sort]]
        self.fields["held_by"].label = HELD_BY[self.sort]
        if self.sort == Finding.Sort.LEGALITY:
            self.fields["file"].required = True
        if self.sort == Finding.Sort.EXEMPTION:
            self.fields["words"].required = True
            self.fields["words"].label = _("Legal reason, with the article it rests on")

    def clean_held_on(self) -> Any:
        if self.cleaned_data["held_on"] > timezone.localdate():
            raise forms.ValidationError(_("This day has not come yet."))
        return self.cleaned_data["held_on"]

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if not file:
            return None
        if mark := marking_of_name(file.name):
            refused = _("“%(mark)s” is a mark of secrecy: such papers may not enter this portal.")
            raise forms.ValidationError(refused % {"mark": mark})
        if file.size > LARGEST_MB * 1024 * 1024:
            raise forms.ValidationError(_("The file is larger than 10 MB."))
        beginning = file.read(5)
        file.seek(0)
        if beginning != b"%PDF-":
            raise forms.ValidationError(_("This is no PDF file."))
        return file

    def found(self) -> Found:
        """What was entered."""
        data = dict(self.cleaned_data)
        file = data.pop("file")
        return Found(sort=self.sort, **data, file=file.read() if file else b"", file_name=file.name if file else "")
