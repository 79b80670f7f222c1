"""What people enter to make or change a template."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from collaboration.document_templates.parts import missing, parts_in
from collaboration.document_templates.workflow import Contents
from collaboration.publication.formats import kinds
from tenants.files.markings import marking_in

TEXT_LENGTH = 50_000


class TemplateForm(forms.Form):
    """One version of a template."""

    kind = forms.ChoiceField(label=_("Kind"), choices=kinds)
    name = forms.CharField(label=_("Name"), max_length=100, help_text=_("Under this name people choose it."))
    title = forms.CharField(
        label=_("Title"), required=False, max_length=300, help_text=_("What is to be filled in stands in 【】.")
    )
    recipients = forms.CharField(label=_("Recipients"), required=False, max_length=1000)
    text = forms.CharField(
        label=_("Text"),
        max_length=TEXT_LENGTH,
        help_text=_("One paragraph on each line; 一、, （一） and 第一条 make headings and articles."),
        widget=forms.Textarea(attrs={"rows": 18}),
    )
    required = forms.CharField(
        label=_("Required parts"),
        required=False,
        max_length=2000,
        help_text=_("One on each line; words of which one is enough are separated by /. Without them nothing is sent."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    guidance = forms.CharField(
        label=_("Guidance"),
        required=False,
        max_length=2000,
        help_text=_("For those who write: when it is used, what to look out for."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, is_new: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_new:
            del self.fields["kind"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        texts = [data.get("title", ""), data.get("recipients", ""), *data.get("text", "").splitlines()]
        lacking = missing(parts_in(data.get("required", "")), texts)
        if lacking and "text" in data:
            names = _(", ").join(part.name for part in lacking)
            self.add_error("required", _("The template's own text lacks: %(names)s.") % {"names": names})
        if mark := marking_in(texts):
            self.add_error("text", _("A text marked “%(mark)s” must not be entered here.") % {"mark": mark})
        return data

    @property
    def contents(self) -> Contents:
        """What was entered."""
        data = self.cleaned_data
        return Contents(
            data["name"], data["title"], data["recipients"], data["text"],
            tuple(str(part) for part in parts_in(data["required"])), data["guidance"],
        )  # fmt: skip
