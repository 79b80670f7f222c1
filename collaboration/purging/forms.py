"""What an administrator enters to have something removed for good."""

from django import forms
from django.utils.translation import gettext_lazy as _

from collaboration.errors import WorkflowError
from tenants.identity.confirmation import ConfirmedForm

REASON_LENGTH = 1000


class PurgeForm(ConfirmedForm):
    """The reason, the word that it is understood, and the proof of who orders it, for exactly what was shown."""

    refusal = WorkflowError
    seen = forms.CharField(max_length=64, widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Reason"),
        max_length=REASON_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("It stays in the record and every party reads it. Do not repeat in it what has to go."),
    )
    understood = forms.BooleanField(
        label=_("I know that this cannot be undone by anybody."),
        error_messages={"required": _("Confirm that you know it cannot be undone.")},
    )
