"""What people enter about deadlines, the duty roster and escalation."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from collaboration.deadlines.clock import last_day, until_the_end_of
from collaboration.deadlines.models import Deadline, DutyShift, EscalationStep
from tenants.identity.models import Membership, User
from tenants.identity.roles import CONTENT_ROLES
from tenants.units.models import Unit

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
MOMENT = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
REASON_LENGTH = 500


class EndForm(forms.Form):
    """Another end of a deadline: a day, or for urgent ones a moment."""

    until = forms.DateField(label=_("New deadline"), widget=DAY)
    reason = forms.CharField(label=_("Reason"), max_length=REASON_LENGTH, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, deadline: Deadline, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if deadline.is_urgent:
            self.fields["until"] = forms.DateTimeField(label=_("New deadline"), widget=MOMENT)
        if deadline.due_at:
            self.fields["until"].initial = deadline.due_at if deadline.is_urgent else last_day(deadline.due_at)

    def clean_until(self) -> datetime:
        given = self.cleaned_data["until"]
        until: datetime = given if isinstance(given, datetime) else until_the_end_of(given)
        if until <= timezone.now():
            raise forms.ValidationError(_("The deadline lies in the past."))
        return until


class ReasonForm(forms.Form):
    """Why a deadline stays, or what has to be completed while it stands still."""

    reason = forms.CharField(label=_("Reason"), max_length=REASON_LENGTH, widget=forms.Textarea(attrs={"rows": 3}))


class ShiftForm(forms.ModelForm):
    """One stretch of duty of a member."""

    class Meta:
        model = DutyShift
        fields = ["person", "telephone", "starts_at", "ends_at"]
        widgets = {"starts_at": MOMENT, "ends_at": MOMENT}
        labels = {"person": _("Duty officer"), "starts_at": _("Begins"), "ends_at": _("Ends")}

    def __init__(self, *args: Any, unit: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        members = Membership.objects.valid().filter(unit=unit, roles__overlap=sorted(CONTENT_ROLES))
        self.fields["person"].queryset = User.objects.filter(pk__in=members.values("user")).order_by("name")
        self.fields["person"].label_from_instance = lambda person: person.name

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        starts_at, ends_at = data.get("starts_at"), data.get("ends_at")
        if starts_at and ends_at and ends_at <= starts_at:
            self.add_error("ends_at", _("The shift ends before it begins."))
        elif ends_at and ends_at <= timezone.now():
            self.add_error("ends_at", _("This shift is over already."))
        return data


class EscalationForm(forms.ModelForm):
    """One step of escalation in the unit's own line."""

    after = forms.IntegerField(
        label=_("After"),
        min_value=0,
        max_value=60,
        help_text=_("Working days after the deadline; hours where the matter is most urgent."),
    )

    class Meta:
        model = EscalationStep
        fields = ["after", "to"]

    def __init__(self, *args: Any, unit: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.unit = unit

    def clean_to(self) -> str:
        to: str = self.cleaned_data["to"]
        if EscalationStep.objects.filter(unit=self.instance.unit, to=to).exists():
            raise forms.ValidationError(_("They are told already; remove that step first."))
        return to
