"""What people enter on the pages of joint documents."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from collaboration.document_templates.models import Template
from collaboration.documents.models import Kind
from collaboration.documents.text import limits
from collaboration.documents.text.problems import Unreadable
from collaboration.documents.text.refusals import refusal
from collaboration.errors import WorkflowError
from collaboration.publication.formats import kind_label
from tenants.files.markings import marking_in, marking_of_name
from tenants.identity.actor import Actor
from tenants.identity.confirmation import ConfirmedForm

PASTED_CHARACTERS = 600_000
REASON_LENGTH = 1000


class FileForm(forms.Form):
    """A Word or text file that somebody brings along."""

    file = forms.FileField(
        label=_("File"),
        allow_empty_file=True,
        help_text=_("Word (.docx) or text (.txt), at most 20 MB."),
        widget=forms.ClearableFileInput(attrs={"accept": ".docx,.txt"}),
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file and file.size > limits.FILE_BYTES:
            size, limit = limits.in_megabytes(file.size), limits.in_megabytes(limits.FILE_BYTES)
            raise forms.ValidationError(refusal(Unreadable("too_large", size=size, limit=limit)))
        if file and not file.size:
            raise forms.ValidationError(refusal(Unreadable("empty")))
        if file and (mark := marking_of_name(file.name)):
            raise forms.ValidationError(refusal(Unreadable("marked_secret", mark=mark)))
        return file


class StartForm(FileForm):
    """How a joint document begins: its kind and its text, pasted or in a file."""

    template = forms.ModelChoiceField(
        label=_("Template"),
        queryset=Template.objects.none(),
        to_field_name="public_id",
        required=False,
        empty_label=_("Without a template"),
        help_text=_(
            "A template decides the kind and brings its required parts; written here, the text begins with it."
        ),
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=Kind.choices, initial=Kind.AGREEMENT, widget=forms.RadioSelect)
    text = forms.CharField(
        label=_("Or paste the text"),
        required=False,
        max_length=PASTED_CHARACTERS,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 12}),
    )
    title = forms.CharField(
        label=_("Title"), required=False, max_length=300, help_text=_("Left empty, it is taken from the text.")
    )

    field_order = ("template", "kind", "file", "text", "title")

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = Template.objects.visible_to(actor).offered().with_current()
        self.fields["template"].queryset = offered
        self.fields["template"].choices = [("", _("Without a template")), *_by_kind(offered)]
        self.fields["file"].required = False

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"]
        if mark := marking_in(text.splitlines()):
            raise forms.ValidationError(refusal(Unreadable("marked_secret", mark=mark)))
        return text

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("template"):
            data["kind"] = data["template"].kind
        has_text, has_file = bool(data.get("text", "").strip()), bool(data.get("file"))
        if has_text and has_file:
            self.add_error("text", _("Choose one of the two: a file, or pasted text."))
        elif not has_text and not has_file and not self.errors and not self.is_written_here:
            self.add_error("file", _("Choose a file, or paste the text below."))
        return data

    @property
    def is_written_here(self) -> bool:
        """Whether the person chose to begin with an empty page."""
        return "write" in self.data

    @property
    def content(self) -> tuple[str, bytes]:
        """The name and bytes of what was handed in; pasted text has no name."""
        file = self.cleaned_data["file"]
        return (file.name, file.read()) if file else ("", self.cleaned_data["text"].encode())


def _by_kind(offered: Iterable[Template]) -> list[tuple[str, list[tuple[UUID, str]]]]:
    """The templates as a list of choices, one group for each kind that has any."""
    groups: dict[str, list[tuple[UUID, str]]] = {kind: [] for kind in Kind.values}
    for template in offered:
        owner = template.unit.display_name if template.unit else _("Alliance")
        groups.setdefault(template.kind, []).append((template.public_id, f"{template.current.name} · {owner}"))
    return [(kind_label(kind), choices) for kind, choices in groups.items() if choices]


class ReasonForm(forms.Form):
    """Why something is refused, returned or given up."""

    reason = forms.CharField(label=_("Reason"), max_length=REASON_LENGTH, widget=forms.Textarea(attrs={"rows": 4}))


class SignForm(ConfirmedForm):
    """A signature under exactly the text whose digest the page showed."""

    refusal = WorkflowError
    content_hash = forms.CharField(max_length=64, widget=forms.HiddenInput)


class NumberForm(forms.Form):
    """The agency code word under which the drafting unit numbers the document."""

    code_word = forms.RegexField(
        label=_("Agency code word"),
        regex=r"^[\u4e00-\u9fff]{2,12}$",
        help_text=_("The number is assigned automatically: the next one of your unit under this code word this year."),
        error_messages={"invalid": _("A code word consists of two to twelve Chinese characters.")},
    )
    straddle = forms.BooleanField(
        label=_("Straddle seal over the edges of all pages"),
        required=False,
        help_text=_("Your unit's seal, cut into strips; it is applied together with your unit's seal."),
    )

    chosen = forms.IntegerField(
        label=_("Number chosen by hand"),
        required=False,
        min_value=1,
        max_value=99999,
        help_text=_("Leave it empty for the next number. A reserved number, or one ahead, needs a reason."),
    )
    reason = forms.CharField(label=_("Reason for choosing it"), required=False, max_length=300)

    def __init__(self, *args: Any, is_numbered: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_numbered:
            for name in ("code_word", "chosen", "reason"):
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("chosen") and not data.get("reason"):
            self.add_error("reason", _("Give the reason why the number is chosen by hand."))
        return data


class IssueForm(forms.Form):
    """How long the recipients have to sign for an issued document, and what is said to them with it."""

    days = forms.IntegerField(
        label=_("Working days to sign for it"),
        min_value=1,
        max_value=60,
        initial=3,
        help_text=_("Whoever has not signed by then is reminded, and you can urge them."),
    )
    note = forms.CharField(
        label=_("Note to the recipients"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )
