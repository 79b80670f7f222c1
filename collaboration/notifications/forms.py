"""Filters of the inbox, and until when a notice is put off."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from collaboration.matters import kinds
from collaboration.notifications.models import Category, NotificationQuerySet
from tenants.identity.models import Membership

MORNING = time(9)
SOON = timedelta(hours=3)


class FilterForm(forms.Form):
    """What to show of the shelf one looks at; what nobody offers is left out of account."""

    category = forms.ChoiceField(label=_("Kind of notice"), required=False)
    space = forms.ChoiceField(label=_("Space"), required=False)
    unit = forms.ChoiceField(label=_("Unit"), required=False)
    matter = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: object, *, memberships: Sequence[Membership]) -> None:
        super().__init__(data)
        members = [one for one in memberships if one.handles_content]
        self.fields["category"].choices = [("", _("All kinds")), *Category.choices]
        self.fields["space"].choices = [
            ("", _("All spaces")),
            *((name, kind.label) for name, kind in kinds.all_kinds().items()),
        ]
        self.fields["unit"].choices = [
            ("", _("All my units")),
            *((str(one.unit.public_id), one.unit.display_name) for one in members),
        ]
        if len(members) < 2:
            del self.fields["unit"]

    @property
    def chosen(self) -> dict[str, str | UUID]:
        """What was chosen and is offered."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    def narrow(self, notices: NotificationQuerySet) -> NotificationQuerySet:
        """Only what was chosen."""
        columns = {"category": "category", "space": "kind", "unit": "unit__public_id", "matter": "matter"}
        return notices.filter(**{columns[name]: value for name, value in self.chosen.items()})


class SnoozeForm(forms.Form):
    """Later today, tomorrow morning, Monday morning, or the morning of a day one picks."""

    SOON, TOMORROW, MONDAY, DAY = "soon", "tomorrow", "monday", "day"

    until = forms.ChoiceField(
        choices=[
            (SOON, _("In three hours")),
            (TOMORROW, _("Tomorrow at 9")),
            (MONDAY, _("On Monday at 9")),
            (DAY, _("On a day I choose")),
        ]
    )
    day = forms.DateField(
        label=_("Day"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def clean(self) -> dict[str, object]:
        if self.cleaned_data.get("until") == self.DAY:
            if not self.cleaned_data.get("day"):
                self.add_error("day", _("Choose a day."))
            elif self.cleaned_data["day"] <= timezone.localdate():
                self.add_error("day", _("Choose a day that lies ahead."))
        return self.cleaned_data

    @property
    def moment(self) -> datetime:
        """The moment that was chosen."""
        chosen, today = self.cleaned_data["until"], timezone.localdate()
        if chosen == self.SOON:
            return timezone.now() + SOON
        days = {self.TOMORROW: today + timedelta(1), self.MONDAY: today + timedelta(7 - today.weekday())}
        return timezone.make_aware(datetime.combine(days.get(chosen) or self.cleaned_data["day"], MORNING))
