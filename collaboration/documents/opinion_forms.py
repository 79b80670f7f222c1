"""What people enter in a round of opinions: who is asked, what a unit says where, what becomes of it."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from collaboration.deadlines.forms import TermForm
from collaboration.documents.models import Disposition, Opinion, Reply, Version
from tenants.units.models import Unit

LONGEST = 5000
REASON_LENGTH = 1000
NEXT = "next"
MULTILINE = {"rows": 3}


class RoundForm(TermForm):
    """Who is asked until when, and who will read the table."""

    asked = forms.ChoiceField(
        label=_("Who is asked"),
        choices=[("all", _("All units that take part")), ("some", _("Only these units"))],
        initial="all",
        required=False,
        widget=forms.RadioSelect,
    )
    units = forms.ModelMultipleChoiceField(
        label=_("Units"), queryset=Unit.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )
    stays_with_drafter = forms.BooleanField(
        label=_("Keep the table of opinions with the drafting unit"),
        required=False,
        help_text=_(
            "Each unit then reads its own opinions alone, also after the round; what a unit maintains is shown."
        ),
    )

    def __init__(self, *args: Any, invited: Sequence[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["units"].queryset = Unit.objects.filter(pk__in=[unit.pk for unit in invited])
        self.fields["units"].label_from_instance = lambda unit: unit.display_name

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("asked") == "some" and not data.get("units"):
            self.add_error("units", _("Choose the units that are asked."))
        return data

    @property
    def audience(self) -> list[Unit]:
        """The units chosen; none where all are asked."""
        return list(self.cleaned_data["units"]) if self.cleaned_data.get("asked") == "some" else []


class PlacedForm(forms.Form):
    """A paragraph of a version and, where only some words of it are meant, those words."""

    block_id = forms.CharField(required=False, max_length=8, widget=forms.HiddenInput)
    start = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
    quote = forms.CharField(
        label=_("The words it is about"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 2, "lang": "zh-CN"}),
        help_text=_("Copy them from the paragraph, or mark them there. Left empty, the whole paragraph is meant."),
    )

    def __init__(
        self, *args: Any, version: Version, block: str = "", start: int = -1, end: int = -1, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        chosen = block if not self.is_bound else self.data.get("block_id", "")
        self.block = next((one for one in version.blocks if one["id"] == chosen), None)
        self.initial["block_id"] = self.block["id"] if self.block else ""
        if self.block and 0 <= start < end <= len(self.block["text"]):
            self.initial |= {"start": start, "quote": self.block["text"][start:end]}

    def clean_quote(self) -> str:
        quote: str = self.cleaned_data["quote"].replace("\r\n", "\n")
        return quote if quote.strip() else ""


class PlaceForm(PlacedForm):
    """Where an opinion belongs that lost its place."""

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self.block is None:
            self.add_error("quote", _("Choose a paragraph first."))
        return data


class OpinionForm(PlacedForm):
    """An opinion on some words, a paragraph or the whole, with the wording that the unit would rather read."""

    kind = forms.ChoiceField(
        label=_("Kind of opinion"), choices=Opinion.Kind.choices, required=False, widget=forms.RadioSelect
    )
    text = forms.CharField(
        label=_("Opinion"), required=False, max_length=LONGEST, widget=forms.Textarea(attrs=MULTILINE)
    )
    proposed_text = forms.CharField(
        label=_("Proposed wording"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={**MULTILINE, "lang": "zh-CN"}),
        help_text=_("Exactly the words that should stand in the text instead, or be added behind them."),
    )
    field_order = ("block_id", "start", "quote", "kind", "proposed_text", "text")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.block is None:
            del self.fields["quote"]
            self.fields["kind"].choices = [
                (value, label) for value, label in Opinion.Kind.choices if value != Opinion.Kind.DELETE
            ]
        self.initial["kind"] = Opinion.Kind.MODIFY if self.block else Opinion.Kind.PRINCIPLE
        self.initial.setdefault("proposed_text", self.initial.get("quote", ""))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        data.setdefault("quote", "")
        if not data.get("text") and not data.get("proposed_text") and data.get("kind") != Opinion.Kind.DELETE:
            self.add_error("text", _("Write your opinion, or the wording you propose."))
        elif data.get("kind") == Opinion.Kind.MODIFY and data["quote"] and data["quote"] == data.get("proposed_text"):
            self.add_error("proposed_text", _("The proposed wording is what stands there already."))
        return data


class DecisionForm(forms.Form):
    """What becomes of an opinion; whatever is not adopted whole needs a reason."""

    outcome = forms.ChoiceField(label=_("Decision"), choices=Disposition.Outcome.choices, widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=REASON_LENGTH,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Required unless the opinion is adopted in full."),
    )
    version = forms.ChoiceField(label=_("Resolved in version"), required=False)

    def __init__(self, *args: Any, versions: Sequence[int] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["version"].choices = [
            ("", "—"),
            (NEXT, _("the version saved next")),
            *((str(number), str(number)) for number in versions),
        ]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("outcome") in (Disposition.Outcome.DECLINED, Disposition.Outcome.PARTLY) and not data.get("reason"):
            self.add_error("reason", _("Give the reason why the opinion is not adopted, or only partly."))
        if data.get("outcome") == Disposition.Outcome.DECLINED and data.get("version"):
            self.add_error("version", _("An opinion that is not adopted is resolved in no version."))
        return data

    @property
    def resolved_in(self) -> int | None:
        """The number of the version that was chosen."""
        chosen = self.cleaned_data.get("version")
        return int(chosen) if chosen and chosen != NEXT else None

    @property
    def is_applied(self) -> bool:
        """Whether it is resolved in the version that is saved next."""
        return self.cleaned_data.get("version") == NEXT


class ReplyForm(forms.Form):
    """Whether a unit agrees that its opinion is not adopted."""

    stance = forms.ChoiceField(
        label=_("Your unit"),
        choices=[
            (Reply.Stance.CONFIRMED, _("agrees that the opinion is not adopted")),
            (Reply.Stance.MAINTAINED, _("maintains its opinion; all who sign will read it")),
        ],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=REASON_LENGTH,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Required to maintain the opinion."),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("stance") == Reply.Stance.MAINTAINED and not data.get("reason"):
            self.add_error("reason", _("Give the reason why your unit maintains its opinion."))
        return data
