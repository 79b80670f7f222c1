"""What a person chooses about mail, and a unit's administrator about what it contains."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from collaboration.notifications.models import Category
from collaboration.outgoing.models import Cursor, Discretion, Rhythm, Way
from collaboration.outgoing.rhythm import wishes
from collaboration.outgoing.unsubscribing import choose
from tenants.identity.models import User

HOURS = [(hour, f"{hour:02d}:00") for hour in range(24)]


class WishesForm(forms.Form):
    """A rhythm for every category of notice, and the hour of the daily mail."""

    daily_hour = forms.TypedChoiceField(
        label=_("Hour of the daily mail"), choices=HOURS, coerce=int, help_text=_("Beijing time")
    )

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        self.person = person
        cursor = Cursor.objects.visible_to(person).first()
        super().__init__(*args, initial={"daily_hour": (cursor or Cursor()).daily_hour}, **kwargs)
        now = wishes(person)
        for category in Category:
            self.fields[category] = forms.ChoiceField(
                label=category.label, choices=Rhythm.choices, initial=now[Way.MAIL, category]
            )
        self.order_fields([*Category, "daily_hour"])

    def save(self) -> None:
        """Keep the choices; they hold from the next notice on."""
        choose(self.person, {category: Rhythm(self.cleaned_data[category]) for category in Category})
        Cursor.objects.bulk_create([Cursor(user=self.person)], ignore_conflicts=True)
        Cursor.objects.visible_to(self.person).update(daily_hour=self.cleaned_data["daily_hour"])


class DiscretionForm(forms.ModelForm):
    """How much of the unit's matters may be read outside the portal."""

    class Meta:
        model = Discretion
        fields = ["tells"]
        widgets = {"tells": forms.RadioSelect}
