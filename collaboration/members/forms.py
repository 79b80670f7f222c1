"""What administrators and invited people fill in."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.validators import RegexValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from collaboration.matters.models import Classification
from collaboration.members import rules
from tenants.identity.models import Membership, User
from tenants.identity.roles import Role
from tenants.units.models import Department, Unit

USERNAME = RegexValidator("^[a-z0-9][a-z0-9._-]*$", _("Small letters, digits, dots, hyphens and underscores."))


class RolesField(forms.MultipleChoiceField):
    """The roles of a membership; the three administrations stand alone."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=Role.choices, label=_("Roles"), **kwargs)

    def validate(self, value: list[str]) -> None:
        super().validate(value)
        if value and not rules.roles_fit(value):
            raise forms.ValidationError(
                _("The three administrator roles are exclusive: nobody may hold one together with any other role.")
            )


class MemberForm(forms.Form):
    """Roles, department and term."""

    roles = RolesField(
        help_text=_("Administrator, security administrator and auditor exclude each other and all others.")
    )
    department = forms.ModelChoiceField(Department.objects.none(), label=_("Department"), required=False)
    until = forms.DateTimeField(
        label=_("Until"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text=_("Leave empty for a membership without an end."),
    )

    def __init__(self, *args: Any, unit: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        departments = Department.objects.filter(unit=unit)
        self.fields["department"].queryset = departments
        if not departments.exists():
            del self.fields["department"]

    def clean_until(self) -> Any:
        until = self.cleaned_data["until"]
        if until and until <= timezone.now():
            raise forms.ValidationError(_("This time has passed. To end a membership now, say why below."))
        return until


class InviteForm(MemberForm):
    """Whom to invite, by mail."""

    name = forms.CharField(label=pgettext_lazy("person", "Name"), max_length=60)
    email = forms.EmailField(
        label=_("E-mail"), help_text=_("The link in the e-mail can be used once, within seven days.")
    )
    field_order = ["name", "email", "roles", "department"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["until"]


class FirstAdministratorForm(forms.Form):
    """The first administrator of a unit below."""

    name = forms.CharField(label=pgettext_lazy("person", "Name"), max_length=60)
    email = forms.EmailField(label=_("E-mail"))


class EndForm(forms.Form):
    """Why a membership ends."""

    reason = forms.CharField(label=_("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))


class ClearanceForm(forms.Form):
    """Up to which classification a member sees matters."""

    clearance = forms.TypedChoiceField(
        choices=Classification.choices, coerce=int, label=_("Clearance"), widget=forms.RadioSelect
    )


class AccountForm(forms.Form):
    """A new account of somebody who was invited."""

    username = forms.CharField(
        label=_("User name"),
        min_length=3,
        max_length=60,
        validators=[USERNAME],
        help_text=_("Small letters and digits. You sign in with it."),
        widget=forms.TextInput(attrs={"autocomplete": "username"}),
    )
    password = forms.CharField(label=_("Password"), widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}))
    again = forms.CharField(
        label=_("Password again"), widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )

    def __init__(self, *args: Any, name: str, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = User(name=name, email=email)

    def clean_password(self) -> str:
        self.person.username = self.cleaned_data.get("username", "")
        validate_password(self.cleaned_data["password"], self.person)
        return str(self.cleaned_data["password"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("password") and cleaned.get("again") and cleaned["password"] != cleaned["again"]:
            self.add_error("again", _("The two passwords do not match."))
        return cleaned


MOMENT = {"type": "datetime-local", "step": "1"}


class DelegationForm(forms.Form):
    """Who is away, who stands in, from when until when, and why."""

    absent = forms.ModelChoiceField(Membership.objects.none(), label=_("Who is away"))
    delegate = forms.ModelChoiceField(Membership.objects.none(), label=_("Who stands in"))
    starts = forms.DateTimeField(
        label=pgettext_lazy("beginning of a time", "From"),
        widget=forms.DateTimeInput(attrs=MOMENT, format="%Y-%m-%dT%H:%M:%S"),
    )
    ends = forms.DateTimeField(
        label=_("Until"),
        widget=forms.DateTimeInput(attrs=MOMENT, format="%Y-%m-%dT%H:%M:%S"),
        help_text=_("It ends by itself at exactly this second."),
    )
    reason = forms.CharField(label=_("Reason"), max_length=200, help_text=_("For example: business trip, leave."))

    def __init__(self, *args: Any, absent: Any, delegates: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, people in (("absent", absent), ("delegate", delegates)):
            self.fields[name].queryset = people
            self.fields[name].label_from_instance = lambda one: one.user.name
        if len(absent) == 1:
            self.fields["absent"].initial = absent[0]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        starts, ends = given.get("starts"), given.get("ends")
        if ends and ends <= timezone.now():
            self.add_error("ends", _("This time is past."))
        elif starts and ends and ends <= starts:
            self.add_error("ends", _("The end must come after the beginning."))
        if given.get("absent") and given.get("delegate") and given["absent"].user_id == given["delegate"].user_id:
            self.add_error("delegate", _("Nobody stands in for themselves. Choose a colleague."))
        return given
