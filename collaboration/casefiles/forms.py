"""What pages on the end of a matter ask for."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from collaboration.matters import kinds


class DossierForm(forms.Form):
    dossier = forms.CharField(
        label=_("Number of the dossier"), max_length=80, help_text=_("Where your unit has archived the case.")
    )


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


class ScheduleForm(forms.Form):
    """One line of the retention schedule."""

    kind = forms.ChoiceField(label=_("Kind of matter"), required=False)
    hide_after = forms.IntegerField(label=_("Months until it is hidden"), min_value=0, max_value=600)
    erase_after = forms.IntegerField(label=_("Months until it is erased"), min_value=1, max_value=1200)
    basis = forms.CharField(label=_("Basis"), max_length=200, required=False)
    valid_from = forms.DateField(
        label=_("In force from"),
        initial=timezone.localdate,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        named = [(name, kind.label) for name, kind in kinds.all_kinds().items()]
        self.fields["kind"].choices = [("", _("All other kinds")), *named]

    def clean(self) -> dict[str, object]:
        given = super().clean() or {}
        if given.get("hide_after", 0) >= given.get("erase_after", 1):
            self.add_error("erase_after", _("It is hidden before it is erased."))
        return given
