"""What people enter about deadlines, the duty roster and escalation."""

from datetime import date, datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from collaboration.deadlines.clock import Term, last_day, until_the_end_of
from collaboration.deadlines.models import Begins, CountedIn, Deadline, DutyShift, EscalationStep
from collaboration.deadlines.setting import PROPOSED_DAYS, proposed_day
from tenants.identity.models import Membership, User
from tenants.identity.roles import CONTENT_ROLES
from tenants.units.models import Unit

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
MOMENT = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
REASON_LENGTH = 500
MOST = {CountedIn.WORKING_DAYS: 120, CountedIn.CALENDAR_DAYS: 180, CountedIn.HOURS: 240}


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


class TermForm(forms.Form):
    """How long somebody is given: so many days or hours, from when, or a fixed day."""

    counted_in = forms.ChoiceField(
        label=_("How the time is counted"),
        choices=CountedIn.choices,
        initial=CountedIn.WORKING_DAYS,
        widget=forms.RadioSelect,
        help_text=_("Most urgent matters also reach duty officers at night and on days off."),
    )
    amount = forms.IntegerField(
        label=_("Number of days or hours"),
        min_value=1,
        initial=PROPOSED_DAYS,
        error_messages={"required": _("Enter how many.")},
    )
    begins = forms.ChoiceField(
        label=_("Runs"),
        choices=Begins.choices,
        initial=Begins.RECEIPT,
        widget=forms.RadioSelect,
        help_text=_("From acceptance: each unit's time begins when the unit signs for the matter or accepts the step."),
    )
    due_on = forms.DateField(label=_("Day"), widget=DAY, error_messages={"required": _("Choose the day.")})

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        proposed = proposed_day()
        kwargs["initial"] = {"due_on": proposed, **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        words = {"count": PROPOSED_DAYS, "day": date_format(proposed, "DATE_FORMAT")}
        self.fields["amount"].help_text = _("Proposed: %(count)d working days from today, until %(day)s.") % words
        if self.is_bound:
            is_fixed = self.data.get("counted_in") == CountedIn.FIXED
            self.fields["amount"].required = self.fields["begins"].required = not is_fixed
            self.fields["due_on"].required = is_fixed

    def clean_amount(self) -> int | None:
        amount: int | None = self.cleaned_data["amount"]
        most = MOST.get(self.cleaned_data.get("counted_in", ""), amount)
        if amount and most and amount > most:
            raise forms.ValidationError(_("At most %(most)d can be given.") % {"most": most})
        return amount

    def clean_due_on(self) -> date | None:
        day: date | None = self.cleaned_data["due_on"]
        if day and self.fields["due_on"].required and day < timezone.localdate():
            raise forms.ValidationError(_("The deadline lies in the past."))
        return day

    @property
    def term(self) -> Term:
        """What was chosen."""
        counted_in = CountedIn(self.cleaned_data["counted_in"])
        if counted_in == CountedIn.FIXED:
            return Term(counted_in, fixed_until=until_the_end_of(self.cleaned_data["due_on"]))
        return Term(counted_in, self.cleaned_data["amount"])

    @property
    def begins_at(self) -> str:
        """From when it runs; a fixed day is the same for everybody."""
        is_fixed = self.cleaned_data["counted_in"] == CountedIn.FIXED
        return Begins.RECEIPT if is_fixed else str(self.cleaned_data["begins"])


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
        self.unit = unit
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
        elif ends_at and starts_at and self._is_on_duty(data.get("person"), starts_at, ends_at):
            self.add_error("person", _("This person is on the roster at that time already."))
        return data

    def _is_on_duty(self, person: User | None, starts_at: datetime, ends_at: datetime) -> bool:
        shifts = DutyShift.objects.filter(unit=self.unit, person=person)
        return shifts.filter(starts_at__lt=ends_at, ends_at__gt=starts_at).exists()


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
