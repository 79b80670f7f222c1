"""What the alliance office enters: kinds with their questions, lines of the agreed list and of the competence map."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from collaboration.assistance.catalogue.addressees import lies_in
from collaboration.assistance.catalogue.keeping import KindWording
from collaboration.assistance.catalogue.questions import (
    ALWAYS_PERSONAL,
    MOST_QUESTIONS,
    NAME,
    TYPES,
    Malformed,
    Question,
    dump,
    load,
)
from collaboration.assistance.forms import the_unit
from collaboration.assistance.models import KindVersion, RequestKind, Subject
from tenants.units.models import Level, Unit

SEPARATOR = "|"
SUBJECT_CODE = r"^[a-z][a-z0-9-]{0,29}$"
HOLDING = [one for one in Level.choices if one[0] != Level.OFFICE]


class KindForm(forms.Form):
    """The head of a kind."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=40)
    name_en = forms.CharField(label=gettext_lazy("English name"), max_length=80, required=False)
    purpose = forms.CharField(label=gettext_lazy("What it is for"), max_length=300)
    purpose_en = forms.CharField(label=gettext_lazy("What it is for, in English"), max_length=400, required=False)
    source = forms.CharField(label=gettext_lazy("Legal source"), max_length=200, required=False)
    days = forms.IntegerField(label=gettext_lazy("Usual term in working days"), min_value=1, max_value=250)
    goes_by_letter = forms.BooleanField(
        label=gettext_lazy("Goes out and comes back as a sealed letter"), required=False
    )
    closes_by_itself = forms.BooleanField(
        label=gettext_lazy("Closed by the calendar when nobody asks further"), required=False
    )


class CodeForm(forms.Form):
    """What a new kind is called in addresses and tables."""

    code = forms.RegexField(
        NAME,
        label=gettext_lazy("Short name"),
        max_length=30,
        help_text=gettext_lazy("Small Latin letters, digits and _; it never changes."),
    )

    def clean_code(self) -> str:
        code = str(self.cleaned_data["code"])
        if code == "new" or RequestKind.objects.filter(code=code).exists():
            raise forms.ValidationError(_("There is a kind of this short name already."))
        return code


class QuestionForm(forms.Form):
    """One question."""

    name = forms.RegexField(NAME, label=gettext_lazy("Short name"), max_length=30)
    type = forms.ChoiceField(label=gettext_lazy("Answered by"), choices=list(TYPES.items()))
    label = forms.CharField(label=gettext_lazy("Question"), max_length=60)
    label_en = forms.CharField(label=gettext_lazy("In English"), max_length=120, required=False)
    help = forms.CharField(label=gettext_lazy("Help"), max_length=200, required=False)
    help_en = forms.CharField(label=gettext_lazy("Help, in English"), max_length=300, required=False)
    choices = forms.CharField(
        label=gettext_lazy("Choices"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("One a line: value|words|words in English"),
    )
    is_required = forms.BooleanField(label=gettext_lazy("Has to be answered"), required=False)
    is_personal = forms.BooleanField(label=gettext_lazy("Personal data"), required=False)

    def clean_choices(self) -> tuple[tuple[str, str, str], ...]:
        lines = [line.split(SEPARATOR) for line in self.cleaned_data["choices"].splitlines() if line.strip()]
        if any(not 2 <= len(line) <= 3 or not all(part.strip() for part in line[:2]) for line in lines):
            raise forms.ValidationError(_("Write each choice as value|words|words in English."))
        padded = [[*map(str.strip, line), ""][:3] for line in lines]
        return tuple((value, words, english) for value, words, english in padded)

    @property
    def question(self) -> Question:
        """The question that was entered; what is personal by its nature is so whatever was ticked."""
        given = {name: value for name, value in self.cleaned_data.items() if name not in ("DELETE", "ORDER")}
        given["is_personal"] = given["is_personal"] or given["type"] in ALWAYS_PERSONAL
        return Question(**given)


class QuestionsFormSet(forms.BaseFormSet):  # type: ignore[type-arg]
    """All questions, in their order; they are checked together."""

    def clean(self) -> None:
        if not any(self.errors):
            try:
                load(dump(self.questions))
            except Malformed as error:
                raise forms.ValidationError(str(error)) from error

    @property
    def questions(self) -> list[Question]:
        """What was entered and not struck out."""
        return [form.question for form in self.ordered_forms if form.cleaned_data.get("name")]


Questions = forms.formset_factory(
    QuestionForm, formset=QuestionsFormSet, extra=2, can_order=True, can_delete=True, max_num=MOST_QUESTIONS
)


class KindPage:
    """A kind with its two lists of questions, as one page edits it."""

    def __init__(self, version: KindVersion | None, data: Any = None):
        kind: RequestKind | None = version.kind if version else None
        head = {**vars(version), "name": kind.name, "name_en": kind.name_en} if version and kind else {}
        self.head = KindForm(data, initial=head)
        self.questions = Questions(data, prefix="q", initial=_rows(version.questions if version else []))
        self.proof = Questions(data, prefix="p", initial=_rows(version.proof if version else []))

    def is_valid(self) -> bool:
        """Whether a version can be made of it."""
        return all([self.head.is_valid(), self.questions.is_valid(), self.proof.is_valid()])

    @property
    def wording(self) -> KindWording:
        """What was entered."""
        return KindWording(questions=self.questions.questions, proof=self.proof.questions, **self.head.cleaned_data)


def _rows(stored: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{**one, "choices": "\n".join(SEPARATOR.join(choice) for choice in one["choices"]), "ORDER": place}
            for place, one in enumerate(stored, 1)]  # fmt: skip


class AgreedForm(forms.Form):
    """A line of the agreed list; an empty side is everybody."""

    kind = forms.ModelChoiceField(RequestKind.objects.all(), label=gettext_lazy("Kind of request"))
    one = forms.CharField(label=gettext_lazy("One side"), max_length=60, required=False,
                          help_text=gettext_lazy("A unit stands for all below it; empty: every unit"))  # fmt: skip
    other = forms.CharField(label=gettext_lazy("Other side"), max_length=60, required=False)
    is_agreed = forms.TypedChoiceField(
        label=gettext_lazy("They"),
        choices=[("yes", gettext_lazy("use it")), ("no", gettext_lazy("do not use it"))],
        coerce=lambda value: value == "yes",
    )
    since = forms.DateField(
        label=gettext_lazy("Valid from"),
        initial=timezone.localdate,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    note = forms.CharField(label=gettext_lazy("Note"), max_length=200, required=False)

    def clean_one(self) -> Unit | None:
        return _unit_or_all(self.cleaned_data["one"])

    def clean_other(self) -> Unit | None:
        return _unit_or_all(self.cleaned_data["other"])


def _unit_or_all(named: str) -> Unit | None:
    return the_unit(named.strip()) if named.strip() else None


class CompetenceForm(forms.Form):
    """A line of the competence map."""

    subject = forms.ModelChoiceField(Subject.objects.offered(), label=gettext_lazy("What it is about"))
    unit = forms.CharField(
        label=gettext_lazy("Competent unit"), max_length=60, help_text=gettext_lazy("Name, pinyin or division code")
    )
    area = forms.RegexField(
        r"^[0-9]{6,12}$",
        label=gettext_lazy("Division code of the area"),
        help_text=gettext_lazy("320000 for a whole province, 320100 for a city, 320102 for a district"),
    )
    since = forms.DateField(
        label=gettext_lazy("Valid from"),
        initial=timezone.localdate,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    note = forms.CharField(label=gettext_lazy("Note"), max_length=200, required=False)

    def __init__(self, *args: Any, declaring: Unit | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.declaring = declaring
        if declaring:  # its administrator says it for the own unit alone
            del self.fields["unit"]
            self.fields["area"].initial = declaring.code

    def clean_unit(self) -> Unit:
        return the_unit(self.cleaned_data["unit"])

    def clean_area(self) -> str:
        area = str(self.cleaned_data["area"])
        if self.declaring and not lies_in(area, self.declaring):
            raise forms.ValidationError(_("This area lies outside that of your unit."))
        return area

    @property
    def line(self) -> dict[str, Any]:
        """What was entered."""
        return {"unit": self.declaring, **self.cleaned_data}


class SubjectForm(forms.Form):
    """A subject of the competence map."""

    code = forms.RegexField(
        SUBJECT_CODE,
        label=gettext_lazy("Short name"),
        max_length=30,
        help_text=gettext_lazy("Small Latin letters, digits and -; it never changes."),
    )
    name = forms.CharField(label=gettext_lazy("Name"), max_length=60)
    name_en = forms.CharField(label=gettext_lazy("English name"), max_length=100, required=False)
    keywords = forms.CharField(
        label=gettext_lazy("Keywords"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy(
            "What people type to find who is competent, with spaces between; both languages, pinyin."
        ),
    )
    held_at = forms.TypedChoiceField(
        label=gettext_lazy("Held by units of this level"),
        choices=[("", gettext_lazy("Nobody but the units that the map names")), *HOLDING],
        coerce=int,
        empty_value=None,
        required=False,
        help_text=gettext_lazy("In each area its unit of this level is competent, unless the map names another."),
    )
    is_strict = forms.BooleanField(label=gettext_lazy("Refuse a wrong addressee, not only warn"), required=False)
    is_offered = forms.BooleanField(
        label=gettext_lazy("Offered for new requests"),
        required=False,
        initial=True,
        help_text=gettext_lazy("A subject that is no longer offered stays on the requests that have it."),
    )

    def __init__(self, *args: Any, subject: Subject | None = None, **kwargs: Any) -> None:
        super().__init__(*args, initial=vars(subject) if subject else None, **kwargs)
        if subject:
            del self.fields["code"]

    def clean_code(self) -> str:
        code = str(self.cleaned_data["code"])
        if Subject.objects.filter(code=code).exists():
            raise forms.ValidationError(_("There is a subject of this short name already."))
        return code

    def clean_keywords(self) -> str:
        return " ".join(dict.fromkeys(self.cleaned_data["keywords"].split()))
