"""What a signatory of the drafting unit enters about a published document."""

from typing import Any
from uuid import UUID

from django import forms
from django.db.models import Q
from django.utils.dateparse import parse_date
from django.utils.translation import gettext_lazy as _

from collaboration.publication.models import Correction, Interpretation, PublishedDocument, Validity
from collaboration.sealing.check_codes import read_check_code

NAMED = _("Its number, check code, or the address of its page.")


class PublishedField(forms.CharField):
    """Another published document, named by number, check code or address."""

    def clean(self, value: Any) -> PublishedDocument | None:
        text = super().clean(value).strip()
        if not text:
            return None
        known = PublishedDocument.objects.filter(purged_at=None, taken_down_at=None)
        sought = Q(number=text) | Q(check_code=read_check_code(text) or "-")
        for part in text.split("/"):
            try:
                sought |= Q(pk=UUID(part))
            except ValueError:
                continue
        found = list(known.filter(sought)[:2])
        if len(found) != 1:
            raise forms.ValidationError(_("No published document is found under this; try its check code or address."))
        return found[0]


def day(label: Any, *, required: bool = True) -> forms.DateField:
    """A day, picked or typed."""
    return forms.DateField(
        label=label, required=required, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


class ValidityForm(forms.Form):
    """From when on it is what, through which other document or for which reason."""

    OFFERED = (Validity.AMENDED, Validity.REPEALED, Validity.EXPIRED, Validity.IN_FORCE)

    validity = forms.ChoiceField(label=_("Validity"), choices=[(one.value, one.label) for one in OFFERED])
    since = day(_("From this day on"))
    successor = PublishedField(label=_("Amended or repealed by"), required=False, max_length=300, help_text=NAMED)
    reason = forms.CharField(
        label=_("Reason"), required=False, max_length=500, help_text=_("Required where no other document does it.")
    )


class ConsolidateForm(forms.Form):
    """The whole text as it reads from a day on."""

    source = PublishedField(label=_("Amending document"), max_length=300, help_text=NAMED)
    since = day(_("Reads so from"))
    text = forms.CharField(
        label=_("Text, one paragraph a line"),
        max_length=600_000,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 24, "lang": "zh-CN"}),
        help_text=_("Change, add or remove lines; a line such as ［表格1］ stands for a table and stays as it is."),
    )


class InterpretForm(forms.Form):
    """An interpretation, who examined it, and which earlier one it corrects."""

    title = forms.CharField(label=_("Title"), max_length=200)
    text = forms.CharField(label=_("Text"), max_length=100_000, widget=forms.Textarea(attrs={"rows": 14}))
    reviewer = forms.CharField(
        label=_("Secrecy review by"), max_length=60, help_text=_("Who examined it before it becomes public.")
    )
    replaces = forms.ModelChoiceField(
        label=_("Corrects"), queryset=Interpretation.objects.none(), required=False, empty_label=_("None: it is new")
    )

    def __init__(self, *args: Any, document: PublishedDocument, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["replaces"].queryset = document.interpretations.filter(replaced_by=None).exclude(title="")


class CorrectForm(forms.Form):
    """A particular that was published wrongly."""

    field = forms.ChoiceField(label=_("Particular"), choices=Correction.Field.choices)
    after = forms.CharField(label=_("It should say"), max_length=300, required=False)
    reason = forms.CharField(label=_("Reason"), max_length=500)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        after = data.get("after", "")
        if data.get("field") == Correction.Field.EFFECTIVE_ON and not _is_day(after):
            self.add_error("after", _("Enter a day as year-month-day, such as 2026-03-01."))
        if data.get("field") == Correction.Field.TOPIC and len(after) > 60:
            self.add_error("after", _("At most 60 characters."))
        return data


def _is_day(text: str) -> bool:
    try:
        return parse_date(text) is not None
    except ValueError:
        return False
