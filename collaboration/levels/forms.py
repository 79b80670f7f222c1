"""What is entered when asking a superior, and when deciding."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from collaboration.levels.models import Decision, State
from tenants.units.models import Unit

LINES = {"rows": 3}


class AskForm(forms.Form):
    """What the unit is needed for."""

    purpose = forms.CharField(
        label=_("What the unit is needed for"),
        max_length=1000,
        widget=forms.Textarea(attrs=LINES),
        help_text=_("The superior reads this and the title, not the text."),
    )


class DecideForm(forms.Form):
    """Yes, another unit, or no."""

    outcome = forms.ChoiceField(
        label=_("Decision"),
        choices=[
            (State.APPROVED, _("Approve")), (State.REDIRECTED, _("Redirect to another unit")),
            (State.REFUSED, _("Refuse")),
        ],
        widget=forms.RadioSelect,
    )  # fmt: skip
    redirected_to = forms.ModelChoiceField(
        Unit.objects.none(), label=_("Redirected to"), required=False, to_field_name="code", empty_label=_("Nobody")
    )
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs=LINES),
        help_text=_("Required unless it is approved."),
    )

    def __init__(self, data: Any = None, *, decision: Decision) -> None:
        super().__init__(data)
        deciding = decision.deciding_unit
        line = Q(pk=deciding.pk) | Q(parent=deciding) | Q(parent__parent=deciding)
        units = Unit.objects.open().filter(line).exclude(pk__in=[decision.unit_id, decision.matter.drafting_unit_id])
        self.fields["redirected_to"].queryset = units

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        outcome = data.get("outcome")
        if outcome in (State.REDIRECTED, State.REFUSED) and not data.get("reason", "").strip():
            self.add_error("reason", _("Give the reason."))
        if outcome == State.REDIRECTED and not data.get("redirected_to") and "redirected_to" not in self.errors:
            self.add_error("redirected_to", _("Name the unit to which it is redirected."))
        if outcome != State.REDIRECTED:
            data["redirected_to"] = None
        return data
