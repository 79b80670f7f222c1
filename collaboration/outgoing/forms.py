"""What a person chooses about mail, and a unit's administrator about what it contains."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from collaboration.notifications.models import Category
from collaboration.outgoing import lines
from collaboration.outgoing.models import Cursor, Discretion, Rhythm, Way
from collaboration.outgoing.rhythm import wishes
from collaboration.outgoing.unsubscribing import choose
from tenants.identity.models import User

URGENT = (Category.ACTION, Category.DEADLINE)
USER_ID = re.compile(r"[\w.@-]{1,64}", re.ASCII)
SHAPES = {Way.SMS: re.compile(r"(\+86)?1[3-9]\d{9}", re.ASCII)}
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


class WayForm(forms.Form):
    """Where a person is reached on a way other than mail, and for what."""

    address = forms.CharField(max_length=100, required=False)
    categories = forms.MultipleChoiceField(
        label=_("Tell me"),
        choices=[(one, one.label) for one in URGENT],
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("The message says only that something waits, with a link."),
    )

    def __init__(self, *args: Any, person: User, way: Way, **kwargs: Any) -> None:
        self.person, self.way = person, way
        now = wishes(person)
        chosen = [category for category in URGENT if now.get((way, category)) == Rhythm.AT_ONCE]
        initial = {"address": lines.entered(person, way), "categories": chosen}
        super().__init__(*args, initial=initial, auto_id=f"{way}_%s", **kwargs)
        self.fields["address"].label = _("Mobile number") if way == Way.SMS else _("User id there")

    def clean_address(self) -> str:
        """A Chinese mobile number, or the id that the other service gave."""
        address = str(self.cleaned_data["address"]).replace(" ", "")
        if address and not SHAPES.get(self.way, USER_ID).fullmatch(address):
            raise forms.ValidationError(
                _("This is no mobile number.") if self.way == Way.SMS else _("This is no user id.")
            )
        return address

    def save(self) -> None:
        """Keep both; nothing is sent to an address before its owner has confirmed it."""
        lines.enter(self.person, self.way, self.cleaned_data["address"])
        wanted = self.cleaned_data["categories"]
        rhythms = {one: Rhythm.AT_ONCE if one in wanted else Rhythm.NEVER for one in URGENT}
        choose(self.person, rhythms, way=self.way)


class CodeForm(forms.Form):
    """The code that was sent to an address."""

    code = forms.RegexField(
        label=_("Code"),
        regex=r"^\s*\d{6}\s*$",
        error_messages={"invalid": _("The code has six digits.")},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "maxlength": 12}),
    )


class DiscretionForm(forms.ModelForm):
    """How much of the unit's matters may be read outside the portal."""

    class Meta:
        model = Discretion
        fields = ["tells"]
        widgets = {"tells": forms.RadioSelect}
