"""What people of the public write, and what the unit that asks answers."""

import time
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core import signing
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from collaboration.consultation.models import Comment, Consultation
from collaboration.consultation.personal import Contact

LONGEST = 3000
QUICKEST = 3  # seconds; nobody reads and writes faster
LONGEST_READING = 24 * 3600
USUAL_DAYS = 30
SALT = "consultation"


class PublicOpinionForm(forms.Form):
    """An opinion of anybody, with or without a name. A field that no person sees and the time it took tell machines."""

    block_id = forms.ChoiceField(label=_("What is it about?"), required=False)
    words = forms.CharField(label=_("Your opinion"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 6}))
    name = forms.CharField(
        label=_("Your name"), required=False, max_length=60, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    way = forms.CharField(
        label=_("Telephone or e-mail"),
        required=False,
        max_length=120,
        help_text=_("Only for questions. Kept encrypted, never published, erased half a year after the end."),
    )
    website = forms.CharField(required=False, widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}))
    token = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, consultation: Consultation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.consultation = consultation
        places = [(block["id"], block["text"][:40]) for block in consultation.blocks if block.get("text")]
        self.fields["block_id"].choices = [("", _("The whole text")), *places]
        self.initial["token"] = self.fresh_token()

    def fresh_token(self) -> str:
        """When the page was made, so that nobody can say it was another time."""
        return signing.dumps([str(self.consultation.pk), int(time.time())], salt=SALT)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("website") or not self._is_human_pace(data.get("token", "")):
            raise forms.ValidationError(_("Please read your opinion once more, then send it."), code="pace")
        return data

    def _is_human_pace(self, token: str) -> bool:
        try:
            asked, at = signing.loads(token, salt=SALT, max_age=LONGEST_READING)
        except (signing.BadSignature, ValueError):
            return False
        return asked == str(self.consultation.pk) and time.time() - at >= QUICKEST

    @property
    def contact(self) -> Contact:
        return Contact(self.cleaned_data["name"].strip(), self.cleaned_data["way"].strip())


class OpenForm(forms.Form):
    """How long the public is asked, and what it is told beside the text."""

    closes_on = forms.DateField(
        label=_("Open until"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    explanation = forms.CharField(
        label=_("Explanation"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("Why the text is needed, what it changes, and whom people may ask."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("closes_on", timezone.localdate() + timedelta(days=USUAL_DAYS))

    def clean_closes_on(self) -> date:
        day: date = self.cleaned_data["closes_on"]
        if day <= timezone.localdate():
            raise forms.ValidationError(_("Give people at least until tomorrow."))
        return day


class HandlingForm(forms.Form):
    """What becomes of one opinion of the public."""

    outcome = forms.ChoiceField(label=_("Decision"), choices=Comment.Outcome.choices, widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Reason"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("outcome") in (Comment.Outcome.PARTLY, Comment.Outcome.DECLINED) and not data.get("reason"):
            self.add_error("reason", _("Give the reason why the opinion is not adopted, or only partly."))
        return data


class ReportForm(forms.Form):
    """What the public is told in the end."""

    summary = forms.CharField(
        label=_("Summary"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Shown on the public page with the number of opinions received and adopted. Name no person."),
    )
