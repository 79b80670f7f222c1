"""What people enter for a letter, and how a unit sets how it goes about letters."""

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from collaboration.assistance.catalogue.questions import AnswersForm, as_initial, form_class, load
from collaboration.assistance.models import AssistanceRequest
from collaboration.errors import WorkflowError
from collaboration.letters.models import Sort
from collaboration.letters.models.letter import REPLIES
from collaboration.letters.workflow.outside import Happened
from collaboration.letters.workflow.writing import Words
from collaboration.matters.personal_numbers import without_identity, without_numbers
from tenants.identity.confirmation import ConfirmedForm

PREFIX = "answer"
LARGEST_SCAN = 20 * 1024 * 1024
Files = Sequence[tuple[str, str]]  # those that can be papers of the reply: id and name
BEGINNINGS = (b"%PDF-", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")


class LetterForm(forms.Form):
    """The words of a letter."""

    title = forms.CharField(label=_("Title"), max_length=200, validators=[without_numbers])
    recipients = forms.CharField(label=_("Main recipients"), max_length=300)
    text = forms.CharField(
        label=_("Text"),
        max_length=12000,
        validators=[without_identity],
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text=_("One paragraph a line. Leave personal data out: the other side opens them in the request."),
    )
    copies = forms.CharField(label=_("Copies to"), max_length=300, required=False)
    code_word = forms.RegexField(
        label=_("Agency code word"),
        regex=r"^[\u4e00-\u9fff]{2,12}$",
        help_text=_("The number is given at the signature: the next of your unit under this word this year."),
        error_messages={"invalid": _("A code word consists of two to twelve Chinese characters.")},
    )
    is_to_be_sealed = forms.BooleanField(label=_("Sealed with the unit's seal"), required=False)


class LetterPage:
    """The letter, and for a reply the answers that the kind asks as proof."""

    def __init__(
        self, request: AssistanceRequest, sort: Sort, data: Any, initial: dict[str, Any], files: Files
    ) -> None:
        self.words_form = LetterForm(data, initial=initial)
        proof = load(request.kind_version.proof) if sort in REPLIES else []
        answering, begun = form_class(proof, files), as_initial(initial.get("answers", {}))
        self.answers = cast(AnswersForm, answering(data, prefix=PREFIX, initial=begun))
        self.has_answers = bool(proof)
        revision = (data or {}).get("revision", initial.get("revision", 0))
        self.revision = int(revision) if str(revision).isdecimal() and len(str(revision)) < 9 else -1

    def is_valid(self) -> bool:
        """Whether everything that was entered can be kept."""
        return all([self.words_form.is_valid(), self.answers.is_valid()])

    @property
    def words(self) -> Words:
        """What was entered."""
        return Words(**self.words_form.cleaned_data, answers=self.answers.answers)


class ConfirmForm(ConfirmedForm):
    """A signature, or the release of the seal, for exactly the words whose digest the page showed."""

    refusal = WorkflowError
    content_hash = forms.CharField(max_length=64, widget=forms.HiddenInput)


class ReasonForm(forms.Form):
    """A step that needs its reason."""

    reason = forms.CharField(
        label=_("Reason"), max_length=1000, validators=[without_identity], widget=forms.Textarea(attrs={"rows": 4})
    )


WAYS = [
    ("", _("As the kind of request provides")),
    ("sealed", _("By letter, signed and sealed")),
    ("signed", _("By letter, signed, without a seal")),
    ("handler", _("By the handler alone")),
]


class PracticeForm(forms.Form):
    """How the unit goes about one kind of request."""

    way = forms.ChoiceField(choices=WAYS, required=False, label=_("Way"))


class HappenedForm(forms.Form):
    """One step with a department outside, with its paper."""

    sort = forms.ChoiceField(label=_("Step"))
    happened_on = forms.DateField(
        label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), initial=timezone.localdate
    )
    number = forms.CharField(label=_("Number of the paper"), max_length=60, required=False)
    words = forms.CharField(
        label=_("How, to whom, why"),
        max_length=2000,
        required=False,
        validators=[without_identity],
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    file = forms.FileField(
        label=_("Scan of the paper"),
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"}),
        help_text=_("PDF, JPEG or PNG, at most 20 MB. It is kept encrypted."),
    )

    def __init__(self, sorts: list[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ChoiceField, self.fields["sort"]).choices = sorts

    def clean_file(self) -> Any:
        scan = self.cleaned_data["file"]
        if not scan:
            return None
        if scan.size > LARGEST_SCAN:
            raise forms.ValidationError(gettext("The scan is larger than 20 MB."))
        beginning = scan.read(8)
        scan.seek(0)
        if not beginning.startswith(BEGINNINGS):
            raise forms.ValidationError(gettext("This is neither a PDF nor a JPEG or PNG picture."))
        return scan

    @property
    def happened(self) -> Happened:
        """What was entered."""
        data = dict(self.cleaned_data)
        scan = data.pop("file")
        return Happened(**data, file_name=scan.name[:200] if scan else "", file=scan.read() if scan else b"")


class DepartmentForm(forms.Form):
    """A department outside the portal and how it is reached."""

    area = forms.RegexField(r"^[0-9]{6}$", label=_("Division code of the area"), max_length=6)
    name = forms.CharField(label=_("Name"), max_length=100)
    contact = forms.CharField(label=_("Contact"), max_length=60, required=False)
    telephone = forms.CharField(label=_("Telephone"), max_length=40, required=False)
