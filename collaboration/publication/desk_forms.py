"""What is entered at the desk about a published document."""

from django import forms
from django.utils.translation import gettext_lazy as _

from collaboration.publication.taking_down import LONGEST


class TakeDownForm(forms.Form):
    """Why a document is taken off all sites, or put back."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The public reads it in place of the document; do not repeat what must not be read."),
    )
