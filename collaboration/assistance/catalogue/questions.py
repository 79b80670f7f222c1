"""The questions of a kind of request: data that the alliance edits, and the form made from them.

A list of questions is stored as JSON, each as ``{"name", "type", "label", "label_en", "help", "help_en", "is_required",
"is_personal", "choices"}``; choices are ``[value, words, words in English]``. A paper is answered by one of the files
of the matter, ``{"file": id}``, or, where it is not required, by a reason, ``{"without": reason}``.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from collaboration.assistance.models.catalogue import in_language
from collaboration.matters.personal_numbers import without_identity

TYPES = {
    "text": gettext_lazy("One line"),
    "long": gettext_lazy("Several lines"),
    "date": gettext_lazy("Date"),
    "number": gettext_lazy("Number"),
    "choice": gettext_lazy("One of several"),
    "several": gettext_lazy("Any of several"),
    "telephone": gettext_lazy("Telephone"),
    "identity": gettext_lazy("Number of an identity document or a credit code"),
    "inventory": gettext_lazy("List of things, one a line"),
    "paper": gettext_lazy("A paper among the files; if it need not be there, a reason instead"),
}
PAPER = "paper"
WHY = "-why"  # after the name of a paper: the field for the reason
NO_FILE = gettext_lazy("Add this paper to the files, then choose it here.")
NO_FILE_NO_REASON = gettext_lazy("Add this paper to the files and choose it here, or say why it is not enclosed.")
ALWAYS_PERSONAL = frozenset({"telephone", "identity"})
NAME = re.compile(r"[a-z][a-z0-9_]{0,29}")
MOST_QUESTIONS, MOST_CHOICES = 40, 30
LENGTHS = {"text": 200, "long": 4000, "telephone": 40, "identity": 40, "inventory": 8000}


class Malformed(ValueError):
    """Questions that cannot be asked; the text says which and why."""


@dataclass(frozen=True, slots=True)
class Question:
    """One question of a form. Answers to personal ones are kept encrypted and shown masked."""

    name: str
    type: str
    label: str
    label_en: str = ""
    help: str = ""
    help_en: str = ""
    is_required: bool = False
    is_personal: bool = False
    choices: tuple[tuple[str, str, str], ...] = ()

    @property
    def words(self) -> str:
        """The question in the reader's language."""
        return in_language(self.label, self.label_en)

    @property
    def explanation(self) -> str:
        """The help in the reader's language."""
        return in_language(self.help, self.help_en)

    @property
    def manner(self) -> str:
        """How it is answered, in words."""
        return str(TYPES[self.type])

    @property
    def options(self) -> list[tuple[str, str]]:
        """The choices in the reader's language."""
        return [(value, in_language(words, english)) for value, words, english in self.choices]

    def shown(self, answer: Any) -> str:
        """An answer as people read it."""
        if answer in (None, "", []):
            return ""
        if self.type == PAPER:
            reason = answer.get("without")
            return _("not enclosed: %(reason)s") % {"reason": reason} if reason else _("among the files")
        known = dict(self.options)
        if self.type == "several":
            return _(", ").join(known.get(one, one) for one in answer)
        if self.type == "choice":
            return known.get(answer, answer)
        if self.type == "date" and (day := parse_date(str(answer))):
            return date_format(day, "DATE_FORMAT")
        return str(answer)


def dump(questions: Iterable[Question]) -> list[dict[str, Any]]:
    """As they are stored."""
    return [{**asdict(one), "choices": [list(choice) for choice in one.choices]} for one in questions]


def load(stored: Sequence[Mapping[str, Any]]) -> list[Question]:
    """Stored questions, checked: ``Malformed`` names the first that cannot be asked."""
    if len(stored) > MOST_QUESTIONS:
        raise Malformed(_("A form asks at most %(count)d questions.") % {"count": MOST_QUESTIONS})
    found = [_read(one) for one in stored]
    names = [one.name for one in found]
    if twice := next((name for name in names if names.count(name) > 1), None):
        raise Malformed(_("Two questions are called “%(name)s”.") % {"name": twice})
    return found


def _read(given: Mapping[str, Any]) -> Question:
    try:
        choices = tuple((str(value), str(words), str(english)) for value, words, english in given.get("choices") or ())
        question = Question(**{**given, "choices": choices})
    except (TypeError, ValueError) as error:
        raise Malformed(_("A question has parts that are not known.")) from error
    if not NAME.fullmatch(question.name):
        raise Malformed(_("“%(name)s” is no name for a question.") % {"name": question.name})
    if question.type not in TYPES or not question.label:
        raise Malformed(_("The question “%(name)s” needs a kind and words.") % {"name": question.name})
    if (question.type in ("choice", "several")) != bool(choices) or len(choices) > MOST_CHOICES:
        raise Malformed(_("The choices of “%(name)s” are missing, or too many.") % {"name": question.name})
    if question.type == PAPER and question.is_personal:
        raise Malformed(_("Files are encrypted anyhow: “%(name)s” is not marked as personal data.") % {
            "name": question.name})  # fmt: skip
    if question.type in ALWAYS_PERSONAL and not question.is_personal:
        raise Malformed(_("Telephones and identity numbers are personal data: mark “%(name)s” so.") % {
            "name": question.name})  # fmt: skip
    return question


def form_class(questions: Iterable[Question], files: Sequence[tuple[str, str]] | None = None) -> type[forms.Form]:
    """A form that asks these questions in the reader's language; its cleaned data are the answers as stored.

    Papers are asked for only where the files are given among which they lie, as pairs of id and name.
    """
    asked = list(questions)
    fields: dict[str, Any] = {one.name: _field(one) for one in asked if one.type != PAPER}
    papers = [one for one in asked if one.type == PAPER and files is not None]
    for one in papers:
        fields |= _paper_fields(one, files or ())
    return type("AnswersForm", (AnswersForm,), {**fields, "papers": papers})


class AnswersForm(forms.Form):
    """Answers to the questions of a kind."""

    papers: Sequence[Question] = ()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for one in self.papers:
            if one.name not in self.errors and not cleaned.get(one.name) and not cleaned.get(f"{one.name}{WHY}"):
                self.add_error(one.name, NO_FILE if one.is_required else NO_FILE_NO_REASON)
        return cleaned

    @property
    def answers(self) -> dict[str, Any]:
        """What was answered, in the form in which it is stored."""
        given = {name: value.isoformat() if isinstance(value, date) else value
                 for name, value in self.cleaned_data.items()}  # fmt: skip
        for one in self.papers:
            file, why = given.pop(one.name), given.pop(f"{one.name}{WHY}", "")
            given[one.name] = {"file": file} if file else {"without": why}
        return {name: value for name, value in given.items() if value not in (None, "", [])}


def as_initial(answers: Mapping[str, Any]) -> dict[str, Any]:
    """Stored answers as a form begins with them."""
    flat = {name: answer for name, answer in answers.items() if not isinstance(answer, dict)}
    for name, answer in answers.items():
        if isinstance(answer, dict):
            flat |= {name: answer.get("file", ""), f"{name}{WHY}": answer.get("without", "")}
    return flat


def _paper_fields(paper: Question, files: Sequence[tuple[str, str]]) -> dict[str, forms.Field]:
    shown = {"label": paper.words, "help_text": paper.explanation, "required": False}
    fields: dict[str, forms.Field] = {
        paper.name: forms.ChoiceField(
            choices=[("", "—"), *files], widget=forms.Select(attrs={"data-files": True}), **shown
        )
    }
    fields[paper.name].is_wanted = True  # type: ignore[attr-defined]
    if not paper.is_required:
        label = _("If it is not enclosed, why: %(paper)s") % {"paper": paper.words}
        fields[f"{paper.name}{WHY}"] = forms.CharField(label=label, max_length=200, required=False)
    return fields


def _field(question: Question) -> forms.Field:
    shared: dict[str, Any] = {"label": question.words, "help_text": question.explanation}
    shared["required"] = question.is_required
    in_the_open = [] if question.is_personal else [without_identity]
    match question.type:
        case "date":
            return forms.DateField(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **shared)
        case "number":
            return forms.IntegerField(min_value=0, max_value=10**9, **shared)
        case "choice":
            return forms.ChoiceField(choices=[("", "—"), *question.options], **shared)
        case "several":
            return forms.MultipleChoiceField(choices=question.options, widget=forms.CheckboxSelectMultiple, **shared)
        case "telephone":
            said = _("Write the telephone number with digits, spaces, + and - only.")
            return forms.CharField(max_length=LENGTHS["telephone"],
                                   validators=[RegexValidator(r"^[0-9+\- ()转]{5,40}$", said)], **shared)  # fmt: skip
        case "long" | "inventory":
            rows = 8 if question.type == "inventory" else 4
            return forms.CharField(
                max_length=LENGTHS[question.type], validators=in_the_open, widget=forms.Textarea(attrs={"rows": rows}),
                **shared,
            )  # fmt: skip
        case _:
            return forms.CharField(max_length=LENGTHS[question.type], validators=in_the_open, **shared)
