"""Rate the help, answer the rating; the figures of units."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from collaboration.assistance.models import AssistanceRequest, Rating
from collaboration.assistance.overview import rating, statistics
from collaboration.assistance.rules import is_either
from collaboration.assistance.views.steps import asking
from tenants.identity.access import acting_required


class RatingForm(forms.Form):
    """Two marks and one comment."""

    timeliness = forms.ChoiceField(
        label=gettext_lazy("Timeliness"), choices=Rating.Mark.choices, widget=forms.RadioSelect
    )
    effort = forms.ChoiceField(label=gettext_lazy("Effort"), choices=Rating.Mark.choices, widget=forms.RadioSelect)
    comment = forms.CharField(
        label=gettext_lazy("Comment"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


class AnswerForm(forms.Form):
    """The other side's word on it."""

    text = forms.CharField(label=gettext_lazy("Answer"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


def panel(request: HttpRequest, asked: AssistanceRequest) -> str | None:
    """The rating beside a closed request, for the two sides; for who may, the form to give or to answer it."""
    if asked.status not in rating.RATE.states or not is_either(request.actor, asked):
        return None
    given = Rating.objects.filter(request=asked).first()
    context = {
        "asked": asked,
        "rating": given,
        "rate_form": RatingForm() if given is None and rating.RATE.is_open(request.actor, asked) else None,
        "answer_form": AnswerForm()
        if given and not given.answered_at and rating.ANSWER.is_open(request.actor, asked)
        else None,
    }
    if given is None and context["rate_form"] is None:
        return None
    return render_to_string("assistance/_rating.html", context, request)


rate = asking(
    rating.RATE,
    RatingForm,
    lambda actor, asked, given: rating.rate(actor, asked, **given),
    question=gettext_lazy("How was the help?"),
    explanation=gettext_lazy("The other side reads it and may answer once."),
    submit=gettext_lazy("Rate the help"),
    success=gettext_lazy("Rated; the other side was told and may answer once."),
)
answer_rating = asking(
    rating.ANSWER,
    AnswerForm,
    lambda actor, asked, given: rating.answer(actor, asked, **given),
    question=gettext_lazy("What does your unit say to the rating?"),
    submit=gettext_lazy("Answer the rating"),
    success=gettext_lazy("Answered."),
)


@require_GET
@acting_required
def figures(request: HttpRequest) -> HttpResponse:
    """How units answered in a quarter, as bars with the table beneath."""
    shown = statistics.quarters()
    quarter = next((one for one in shown if one.code == request.GET.get("quarter")), shown[0])
    lines = statistics.lines(request.actor, quarter)
    charts = [
        {"label": label, "definition": definition, "bars": [(line.unit, line.figures[place]) for line in lines]}
        for place, (label, definition) in enumerate(statistics.MEASURES)
    ]
    context = {
        "quarter": quarter,
        "quarters": shown,
        "lines": lines,
        "charts": charts,
        "is_public": timezone.localdate() >= quarter.public_on,
        "unit": request.actor.unit,
    }
    return render(request, "assistance/figures.html", context)
