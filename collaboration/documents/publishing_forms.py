"""What people enter before and when a document is published."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from collaboration.documents.models import Review
from collaboration.documents.readiness import CHOICES, WITHOUT_WORDS

WORDS: dict[str, tuple[Any, Any]] = {
    Review.Kind.DISCLOSURE: (_("Reason and legal ground"), _("Required unless the document is to be made public.")),
    Review.Kind.SECRECY: (_("What was found"), _("Required where publication is refused.")),
    Review.Kind.RISK: (_("Risks and measures"), _("Required unless the risk is low.")),
}


class ReviewForm(forms.Form):
    """The outcome of one review, with its reason."""

    outcome = forms.ChoiceField(label=_("Outcome"), widget=forms.RadioSelect)
    words = forms.CharField(required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 4}))

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["outcome"].choices = [(one.value, one.label) for one in CHOICES[kind]]
        self.fields["words"].label, self.fields["words"].help_text = WORDS[kind]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        outcome = data.get("outcome")
        if outcome and outcome not in WITHOUT_WORDS and not data.get("words"):
            self.add_error("words", _("Give the reason, the legal ground or the measures."))
        return data


class HideForm(forms.Form):
    """Words that the public does not read; whole paragraphs are ticked beside their text."""

    words = forms.CharField(
        label=_("Words to black out"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_(
            "One expression a line. It is blacked out wherever it occurs, in tables and the title too; with #2 or #1,3"
            " behind it only at these of its places. Once recorded, the places are listed with their numbers."
        ),
    )
    ground = forms.CharField(
        label=_("Legal ground"),
        required=False,
        max_length=300,
        help_text=_("The public reads it beside the text, for example the article that protects personal privacy."),
    )

    @property
    def lines(self) -> list[str]:
        """The expressions, one a line."""
        return [line.strip() for line in self.cleaned_data["words"].splitlines() if line.strip()]


class PublishForm(forms.Form):
    """Now, at a time, or when all agree; and how the document is called in English."""

    NOW, PLANNED = "now", "planned"

    when = forms.ChoiceField(
        label=_("When"), choices=[(NOW, _("Publish now")), (PLANNED, _("At a time"))], widget=forms.RadioSelect
    )
    publish_at = forms.DateTimeField(
        label=_("Time of publication"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    asks_units = forms.BooleanField(
        label=_("Only once every signing unit has agreed"),
        required=False,
        help_text=_("Their signatories are asked; one refusal ends the plan."),
    )
    title_en = forms.CharField(
        label=_("English title"),
        required=False,
        max_length=300,
        help_text=_("Shown on the English pages beside the Chinese title."),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("when") == self.PLANNED and not data.get("publish_at") and not self.errors:
            self.add_error("publish_at", _("Choose the time."))
        return data

    @property
    def time(self) -> datetime | None:
        """The time, where one was asked for."""
        data = self.cleaned_data
        return data["publish_at"] if data["when"] == self.PLANNED else None

    @property
    def is_plan(self) -> bool:
        """Whether something has to be waited for."""
        return bool(self.time or self.cleaned_data["asks_units"])


class ConsentForm(forms.Form):
    """A unit agrees to publication, or refuses with its reason."""

    content_hash = forms.CharField(max_length=64, widget=forms.HiddenInput)
    answer = forms.ChoiceField(
        label=_("Answer"), choices=[("yes", _("Agree")), ("no", _("Do not agree"))], widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Required where your unit does not agree."),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("answer") == "no" and not data.get("reason"):
            self.add_error("reason", _("Give the reason why your unit does not agree."))
        return data
