"""What units enter when they settle something together."""

from typing import Any

from django import forms
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from collaboration.assistance.forms import the_unit
from collaboration.assistance.models import AssistanceRequest
from collaboration.transfers.workflow.taking import LARGEST_PAPER, NO_PAPER, is_paper
from tenants.units.models import Unit

LINES = {"rows": 4}
DAY = {"type": "date"}
SHOWN = 50


class CoordinateForm(forms.Form):
    """What is to be settled, and until when."""

    subject = forms.CharField(label=gettext_lazy("Subject"), max_length=200)
    question = forms.CharField(
        label=gettext_lazy("What is to be settled"), max_length=4000, widget=forms.Textarea(attrs=LINES)
    )
    until = forms.DateField(
        label=gettext_lazy("To be settled by"), widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d")
    )

    def clean_until(self) -> Any:
        day = self.cleaned_data["until"]
        if day <= timezone.localdate():
            raise forms.ValidationError(_("This day lies in the past."))
        return day


class DisputeForm(CoordinateForm):
    """The other units that hold themselves competent, or not."""

    units = forms.CharField(
        label=gettext_lazy("The other units"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("One name or division code a line."),
    )
    case = forms.UUIDField(required=False, widget=forms.HiddenInput)
    field_order = ("subject", "units", "question", "until", "case")

    def clean_units(self) -> list[Unit]:
        return [the_unit(line.strip()) for line in self.cleaned_data["units"].splitlines() if line.strip()]


class PaperField(forms.FileField):
    """A scan as PDF, given as its bytes."""

    def __init__(self, **kwargs: Any):
        super().__init__(help_text=gettext_lazy("At most 5 MB"), **kwargs)

    def clean(self, data: Any, initial: Any = None) -> bytes:
        given = super().clean(data, initial)
        paper = bytes(given.read(LARGEST_PAPER + 1))
        if not is_paper(paper):
            raise forms.ValidationError(NO_PAPER)
        return paper


class FirstFilingForm(forms.Form):
    """When the case was first opened, and the paper that shows it."""

    filed_at = forms.DateTimeField(
        label=gettext_lazy("Case opened at"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    case_number = forms.CharField(label=gettext_lazy("Case number"), max_length=60)
    proof = PaperField(label=gettext_lazy("Approval of the opening, as PDF"))


class _OfUnits(forms.Form):
    """A form in which one of the units is named."""

    unit = forms.ModelChoiceField(Unit.objects.none(), to_field_name="code", label=gettext_lazy("Competent unit"))

    def __init__(self, data: Any = None, files: Any = None, *, units: list[Unit]):
        super().__init__(data, files)
        if "unit" in self.fields:
            self.fields["unit"].queryset = Unit.objects.filter(pk__in=[unit.pk for unit in units])


class PositionForm(_OfUnits):
    """What the unit says, and in a dispute whom it holds competent."""

    text = forms.CharField(label=gettext_lazy("Position"), max_length=4000, widget=forms.Textarea(attrs=LINES))

    def __init__(self, data: Any = None, *, units: list[Unit], is_dispute: bool):
        super().__init__(data, units=units)
        if not is_dispute:
            del self.fields["unit"]


class DesignateForm(_OfUnits):
    """The common superior's word."""

    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=4000, widget=forms.Textarea(attrs=LINES))


class DecisionForm(_OfUnits):
    """A decision from outside."""

    outcome = forms.CharField(
        label=gettext_lazy("What was decided"), max_length=4000, widget=forms.Textarea(attrs=LINES)
    )
    decision_number = forms.CharField(label=gettext_lazy("Number of the decision"), max_length=60)
    decided_on = forms.DateField(label=gettext_lazy("Decided on"), widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"))
    paper = PaperField(label=gettext_lazy("The decision, as PDF"))


class OutcomeForm(forms.Form):
    """What came of a coordination."""

    outcome = forms.CharField(label=gettext_lazy("Outcome"), max_length=4000, widget=forms.Textarea(attrs=LINES))


class OrganForm(forms.Form):
    """Who decides outside; a lead unit that joins leaves it as it is."""

    organ = forms.CharField(
        label=gettext_lazy("Competent organ"),
        max_length=100,
        required=False,
        help_text=gettext_lazy("It is referred once every lead unit has named the same organ."),
    )


class _Cases(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.title}（{obj.written_number}）" if obj.written_number else obj.title


class CaseForm(forms.Form):
    """A request of one's own that the exchange is about, among the newest."""

    case = _Cases(AssistanceRequest.objects.none(), label=gettext_lazy("Request of your unit"))

    def __init__(self, data: Any = None, *, cases: models.QuerySet[AssistanceRequest]):
        super().__init__(data)
        newest = list(cases.values_list("pk", flat=True)[:SHOWN])
        self.fields["case"].queryset = cases.filter(pk__in=newest)
