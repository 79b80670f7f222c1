from django import forms
from django.utils.translation import gettext_lazy as _


class NoteForm(forms.Form):
    """One internal note."""

    text = forms.CharField(
        label=_("Internal note"),
        help_text=_("Only people of your own unit ever see it."),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
