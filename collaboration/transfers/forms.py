"""What people enter for a hand-over list, a report and a filing."""

from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from collaboration.errors import WorkflowError
from collaboration.matters.personal_numbers import without_identity
from collaboration.transfers.models import HandOver, Outcome, Stage
from tenants.identity.confirmation import ConfirmedForm


class ListForm(forms.Form):
    """Everything that is handed over, one thing a line."""

    items = forms.CharField(
        label=gettext_lazy("What is handed over"),
        max_length=20_000,
        validators=[without_identity],
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=gettext_lazy(
            "One thing a line: name | copies or pages | original, copy, electronic or thing. "
            "The last two may be left out."
        ),
    )

    def clean_items(self) -> list[dict[str, str]]:
        lines = [line for line in self.cleaned_data["items"].splitlines() if line.strip()]
        return [_item(number, line) for number, line in enumerate(lines, start=1)]


def _item(number: int, line: str) -> dict[str, str]:
    name, quantity, form, *more = [*(part.strip() for part in line.replace("｜", "|").split("|")), "", ""][:4]
    known = _forms_in_both_languages()
    if not name or any(more) or (form and form.lower() not in known):
        raise forms.ValidationError(
            _("Line %(number)d is not written as name | copies or pages | original, copy, electronic or thing.")
            % {"number": number}
        )
    return {"name": name[:200], "quantity": quantity[:40], "form": known.get(form.lower(), HandOver.Form.ORIGINAL)}


def _forms_in_both_languages() -> dict[str, str]:
    """What a form is called, whoever wrote the line."""
    known = {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            known |= {str(label).lower(): value for value, label in HandOver.Form.choices}
    return known


def as_lines(items: list[dict[str, str]]) -> str:
    """A list as the form shows it."""
    known = {value: str(label) for value, label in HandOver.Form.choices}
    return "\n".join(f"{one['name']} | {one['quantity']} | {known[one['form']]}" for one in items)


class SignListForm(ConfirmedForm):
    """Sign for the list."""

    refusal = WorkflowError


class TakeForm(SignListForm):
    """Sign for what was taken over."""

    remark = forms.CharField(
        label=gettext_lazy("What is missing or differs"),
        max_length=1000,
        required=False,
        validators=[without_identity],
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Stands on the list beside your signature. Nothing is missing: leave it empty."),
    )


class ReportForm(forms.Form):
    """One stage of the case."""

    outcome = forms.ChoiceField(
        label=gettext_lazy("Decision"), choices=Outcome.choices, widget=forms.RadioSelect, required=False
    )
    happened_on = forms.DateField(
        label=gettext_lazy("Day"),
        initial=timezone.localdate,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    case_number = forms.CharField(label=gettext_lazy("Case or decision number"), max_length=60, required=False)
    text = forms.CharField(
        label=gettext_lazy("Result, and its reasons"),
        max_length=4000,
        validators=[without_identity],
        widget=forms.Textarea(attrs={"rows": 5}),
    )

    def __init__(self, stage: Stage, data: Any = None):
        super().__init__(data)
        if stage is not Stage.DECIDED:
            del self.fields["outcome"]
        if stage in (Stage.VERIFIED, Stage.CLOSED):
            del self.fields["case_number"]

    def clean_happened_on(self) -> date:
        day: date = self.cleaned_data["happened_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("This day lies in the future."))
        return day

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if "outcome" in self.fields and "outcome" not in self.errors and not cleaned.get("outcome"):
            self.add_error("outcome", _("Say whether the case was opened."))
        if cleaned.get("outcome") == Outcome.FILED and not cleaned.get("case_number"):
            self.add_error("case_number", _("Enter the number under which the case was opened."))
        return cleaned


class ReasonForm(forms.Form):
    """A step that needs its reason."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=1000,
        validators=[without_identity],
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class WordsForm(forms.Form):
    """A query, or its answer."""

    text = forms.CharField(
        label=gettext_lazy("Words"),
        max_length=2000,
        validators=[without_identity],
        widget=forms.Textarea(attrs={"rows": 5}),
    )
