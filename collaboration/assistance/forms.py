"""What people enter for a request and for the steps on it."""

from collections.abc import Sequence
from datetime import date
from typing import Any, cast
from uuid import UUID, uuid4

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from collaboration.assistance.catalogue import places
from collaboration.assistance.catalogue.questions import AnswersForm, as_initial, form_class, load
from collaboration.assistance.models import DeclineReason, KindVersion, Subject
from collaboration.assistance.workflow.drafting import Wording
from collaboration.assistance.workflow.sending import MOST_ADDRESSEES
from collaboration.matters.personal_numbers import without_identity, without_numbers
from tenants.units.models import Unit

PREFIX, JUDICIAL = "answer", "judicial"


def not_past(day: date) -> date:
    """A day that can still be kept."""
    if day < timezone.localdate():
        raise forms.ValidationError(_("This day lies in the past."))
    return day


class AboutForm(forms.Form):
    """What an act is about and where it took place: the two tell who is competent."""

    subject = forms.ModelChoiceField(Subject.objects.offered(), label=gettext_lazy("What it is about"), required=False)
    place = forms.CharField(
        label=gettext_lazy("Place of the act"),
        max_length=60,
        required=False,
        help_text=gettext_lazy("Name or division code of the district; it tells who is competent."),
    )

    def clean_place(self) -> str:
        given = self.cleaned_data["place"].strip()
        if not given:
            return ""
        found = places.find(given)
        if len(found) == 1:
            return found[0].code
        if not found:
            raise forms.ValidationError(_("No district of this name is known."))
        names = _(", ").join(f"{places.name_of(one)}（{one.code}）" for one in found)
        raise forms.ValidationError(_("Several districts match; enter the code of one: %(names)s.") % {"names": names})


class FindForm(AboutForm):
    """How the unit to ask is found."""

    q = forms.CharField(
        label=gettext_lazy("Name, pinyin, division code, keyword"),
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    place = forms.CharField(label=gettext_lazy("Place of the act"), max_length=60, required=False)
    field_order = ("q", "subject", "place")

    def clean_q(self) -> str:
        return str(self.cleaned_data["q"]).strip()


class HeadForm(AboutForm):
    """What every request has, of whatever kind. Of a draft the addressee can still be changed."""

    addressee = forms.CharField(
        label=gettext_lazy("Asked unit"),
        max_length=60,
        required=False,
        help_text=gettext_lazy("Name, pinyin or division code"),
    )
    title = forms.CharField(label=gettext_lazy("Title"), max_length=200, validators=[without_numbers])
    outside = forms.CharField(
        label=gettext_lazy("Department outside the portal"),
        max_length=100,
        required=False,
        help_text=gettext_lazy("Where such a department has to act: the addressee leads and brings it in."),
    )
    wanted_on = forms.DateField(
        label=gettext_lazy("Wanted by"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    contact = forms.CharField(label=gettext_lazy("Contact"), max_length=60)
    contact_phone = forms.CharField(
        label=gettext_lazy("Telephone of the contact"),
        max_length=40,
        help_text=gettext_lazy("A telephone of the office: the other side reads it, and letters print it."),
    )
    field_order = ("addressee", "title", "outside", "subject", "place")

    def __init__(self, *args: Any, asking: Unit | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asking = asking
        if asking is None:
            del self.fields["addressee"]
        if chosen := self.initial.get("subject"):  # one that is offered no longer stays where it was chosen
            subjects = Subject.objects.filter(Q(is_offered=True) | Q(pk=chosen.pk))
            cast("forms.ModelChoiceField[Subject]", self.fields["subject"]).queryset = subjects

    def clean_addressee(self) -> Unit | None:
        if not self.cleaned_data["addressee"]:
            return None
        found = the_unit(self.cleaned_data["addressee"])
        if found == self.asking:
            raise forms.ValidationError(_("A unit does not ask itself."))
        return found

    def clean_wanted_on(self) -> Any:
        return not_past(self.cleaned_data["wanted_on"])


class RequestForm:
    """The head and the questions of the kind, on one page. Drafts may leave questions open."""

    def __init__(
        self,
        kind: KindVersion,
        addressee: Unit,
        data: Any = None,
        initial: dict[str, Any] | None = None,
        *,
        asking: Unit | None = None,
        files: Sequence[tuple[str, str]] | None = None,
    ):
        given = initial or {}
        questions = load(kind.questions)
        self.kind, self.addressee = kind, addressee
        known = {**given, "place": given.get("area", ""), "addressee": addressee.code}
        self.head = HeadForm(data, initial=known, asking=asking)
        self.questions = cast(
            AnswersForm,
            form_class(questions, files)(data, prefix=PREFIX, initial=as_initial(given.get("answers", {}))),
        )
        if kind.kind_id == JUDICIAL:
            outside = self.head.fields["outside"]
            outside.label, outside.is_wanted = _("Police organ that gets the case"), True  # type: ignore[attr-defined]
        for field in self.questions.fields.values():
            field.required, field.is_wanted = False, field.required  # all are required only when it is sent
        self.key = _uuid(data.get("form_key", "")) if data else uuid4()
        revision = data.get("revision", "") if data else str(given.get("revision", 0))
        self.revision = int(revision) if revision.isdecimal() and len(revision) < 9 else -1

    def is_valid(self) -> bool:
        """Whether everything that was entered can be kept."""
        return all([self.head.is_valid(), self.questions.is_valid()])

    @property
    def case_number(self) -> str:
        """The case number that was typed, before anything is kept."""
        return str(self.questions.data.get(f"{PREFIX}-case_number", "")).strip()[:200]

    @property
    def has_errors(self) -> bool:
        """Whether something cannot be kept."""
        return bool(self.head.errors or self.questions.errors)

    @property
    def wording(self) -> Wording:
        """What was entered."""
        head = dict(self.head.cleaned_data)
        area = head.pop("place")
        addressee = head.pop("addressee", None) or self.addressee
        return Wording(addressee=addressee, area=area, answers=self.questions.answers, **head)


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return uuid4()


class ReasonForm(forms.Form):
    """A step that needs its reason."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"), max_length=1000, validators=[without_identity],
        widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip


class DeclineForm(ReasonForm):
    """Why the unit says no."""

    why = forms.ChoiceField(label=gettext_lazy("Ground"), choices=DeclineReason.choices)
    field_order = ("why", "reason")


class TextForm(forms.Form):
    """Something to tell the other side."""

    text = forms.CharField(
        label=gettext_lazy("Words"), max_length=4000, validators=[without_identity],
        widget=forms.Textarea(attrs={"rows": 5}),
    )  # fmt: skip


class OtherUnitForm(ReasonForm):
    """Another unit that should have it, named by its division code."""

    unit = forms.CharField(
        label=gettext_lazy("Unit"), max_length=60, help_text=gettext_lazy("Name, pinyin or division code")
    )
    field_order = ("unit", "reason")

    def clean_unit(self) -> Unit:
        return the_unit(self.cleaned_data["unit"])


class PartForm(forms.Form):
    """A part of a request that another unit is asked for."""

    title = forms.CharField(label=gettext_lazy("What the part is about"), max_length=200, validators=[without_numbers])
    unit = forms.CharField(
        label=gettext_lazy("Unit"), max_length=60, help_text=gettext_lazy("Name, pinyin or division code")
    )
    wanted_on = forms.DateField(
        label=gettext_lazy("Wanted by"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def clean_unit(self) -> Unit:
        return the_unit(self.cleaned_data["unit"])

    def clean_wanted_on(self) -> Any:
        return not_past(self.cleaned_data["wanted_on"])


class LevelForm(forms.Form):
    """What the superior decides."""

    decision = forms.ChoiceField(
        label=gettext_lazy("Decision"),
        choices=[
            ("approve", gettext_lazy("Approve and carry it on")),
            ("redirect", gettext_lazy("Carry it on to another unit")),
            ("refuse", gettext_lazy("Refuse")),
        ],
    )
    unit = forms.CharField(
        label=gettext_lazy("The other unit"),
        max_length=60,
        required=False,
        help_text=gettext_lazy("Name, pinyin or division code"),
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=1000,
        required=False,
        validators=[without_identity],
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        decision = cleaned.get("decision")
        if decision == "redirect":
            if not cleaned.get("unit"):
                self.add_error("unit", _("Name the unit that should have it."))
            else:
                try:
                    cleaned["unit"] = the_unit(cleaned["unit"])
                except forms.ValidationError as error:
                    self.add_error("unit", error)
        if decision in ("redirect", "refuse") and not (cleaned.get("reason") or "").strip():
            self.add_error("reason", _("Give the reason."))
        return cleaned


class AlsoForm(forms.Form):
    """Further units that get the same request."""

    also = forms.CharField(
        label=gettext_lazy("The same request to further units"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("One name or division code a line. Each gets a request of its own and sees no other."),
    )

    def clean_also(self) -> list[Unit]:
        named = list(dict.fromkeys(line.strip() for line in self.cleaned_data["also"].splitlines() if line.strip()))
        if len(named) >= MOST_ADDRESSEES:
            raise forms.ValidationError(_("One request goes to at most %(count)d units.") % {"count": MOST_ADDRESSEES})
        return [the_unit(name) for name in named]


def the_unit(named: str) -> Unit:
    """The one open unit of this name or code. Raises ``ValidationError`` where there is none, or several."""
    found = list(places.units(named)[:4])
    if len(found) == 1:
        return found[0]
    if not found:
        raise forms.ValidationError(_("No unit is called “%(name)s”.") % {"name": named})
    names = _(", ").join(f"{one.display_name}（{one.code}）" for one in found[:3])
    raise forms.ValidationError(
        _("Several units match “%(name)s”; enter the code of one: %(names)s …") % {"name": named, "names": names}
    )
