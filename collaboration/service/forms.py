"""What the officers enter of an attempt; every missing thing is said beside its field."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from collaboration.errors import WorkflowError
from collaboration.service.models import Attempt, Exhibit, Manner, Result
from collaboration.service.requirements import IN_THE_FUTURE, SAME_NUMBER, missing, unasked
from tenants.identity.confirmation import ConfirmedForm

SHORT, LONG = 100, 1000
CLOCK_AHEAD = timedelta(minutes=10)  # of a phone
OPEN = ("key", "manner", "result", "failure", "happened_at")
RELATIONS = (
    ("", "—"), ("本人", _("The recipient")), ("同住成年家属", _("Adult of the same household")),
    ("法定代表人或主要负责人", _("Legal representative or head")), ("负责收件的人", _("Person in charge of mail")),
    ("代收人", _("Person appointed to receive")), ("诉讼代理人", _("Agent in the case")),
    ("转交单位", _("Organ that hands it on")),
)  # fmt: skip


def _line(label: Any, *, help_text: Any = "", most: int = SHORT, **attributes: str) -> forms.CharField:
    widget = forms.TextInput(attrs={"autocomplete": "off", **attributes})
    return forms.CharField(label=label, help_text=help_text, max_length=most, required=False, widget=widget)


def _lines(label: Any, *, help_text: Any = "") -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 2})
    return forms.CharField(label=label, help_text=help_text, max_length=LONG, required=False, widget=widget)


class AttemptForm(forms.Form):
    """One attempt to serve. Which fields it needs follows from manner and result."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    manner = forms.ChoiceField(
        label=_("Manner of service"),
        choices=Manner.choices,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": _("The entrusting unit did not ask for this manner; ask it first.")},
    )
    result = forms.ChoiceField(label=_("What became of it"), choices=Result.choices, widget=forms.RadioSelect)
    happened_at = forms.DateTimeField(
        label=_("Time of service"),
        help_text=_("By post: the day on the return slip. Electronically: when it arrived in the recipient's system."),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"],
    )
    place = _line(_("Where"), most=200)
    receiver = _line(_("Who took it"))
    relation = forms.ChoiceField(label=_("Relation to the recipient"), choices=RELATIONS, required=False)
    receiver_reason = _line(_("Why somebody else took it"), most=200)
    refusal = _lines(_("Refusal and its reason"))
    witness = _line(_("Witness"))
    witness_of = _line(_("Organisation of the witness"), help_text=_("Neighbourhood committee, employer …"))
    carrier = _line(_("Carrier"))
    tracking = _line(_("Number of the letter"), most=40)
    through = _line(_("Handed on by"))
    electronic_address = _line(_("Address in the confirmed system"), most=200)
    failure = forms.ChoiceField(label=_("Why it failed"), choices=[("", "—"), *Attempt.Failure.choices], required=False)
    failure_words = _lines(_("What you met there"))
    officer_1 = _line(_("First officer"))
    officer_1_number = _line(_("Enforcement number of the first officer"), most=40)
    officer_2 = _line(_("Second officer"))
    officer_2_number = _line(_("Enforcement number of the second officer"), most=40)
    remark = _lines(_("Remarks"))

    def __init__(self, *args: Any, allowed: list[str], exhibits: list[str] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.exhibits = exhibits or []
        if allowed:
            self.fields["manner"].choices = [one for one in Manner.choices if one[0] in allowed]
            if len(allowed) < len(Manner):
                self.fields["manner"].help_text = _("The manners that the entrusting unit allows.")
        self.missing_exhibits: dict[str, str] = {}  # what has to be handed in, by the sort of exhibit

    def clean_happened_at(self) -> Any:
        when = self.cleaned_data["happened_at"]
        if when > timezone.now() + CLOCK_AHEAD:
            raise forms.ValidationError(IN_THE_FUTURE)
        return when

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("manner") and given.get("result"):
            given |= dict.fromkeys(unasked(given["manner"], given["result"]), "")
            for field, words in missing(given["manner"], given["result"], given, self.exhibits):
                self.add_error(field if field in self.fields else None, str(words))
                if field not in self.fields:
                    self.missing_exhibits[field] = str(words)
        first, second = given.get("officer_1_number"), given.get("officer_2_number")
        if first and first == second:
            self.add_error("officer_2_number", SAME_NUMBER)
        return given

    @property
    def confidential(self) -> dict[str, str]:
        """What names persons, to be encrypted."""
        return {name: value for name, value in self.cleaned_data.items() if name not in OPEN and value}


class ExhibitForm(forms.Form):
    """What the phone knows of one file; the file itself comes in parts."""

    key = forms.UUIDField()
    attempt_key = forms.UUIDField()
    sort = forms.ChoiceField(choices=Exhibit.Sort.choices)
    sha256 = forms.RegexField(regex=r"^[0-9a-f]{64}$")
    taken_at = forms.DateTimeField(required=False)


class StrikeForm(forms.Form):
    """Why something is struck out, or taken back."""

    reason = forms.CharField(label=_("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


class ReleaseForm(ConfirmedForm):
    """The seal keeper's confirmation of exactly this proof."""

    refusal = WorkflowError
    content_hash = forms.CharField(max_length=64, widget=forms.HiddenInput)
