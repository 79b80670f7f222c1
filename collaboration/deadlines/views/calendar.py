"""The working-day calendar: everybody reads it, administrators of the alliance office keep it."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from collaboration.deadlines import overrides
from collaboration.deadlines.calendar import WorkingDays
from collaboration.deadlines.calendar_forms import FIRST_YEAR, YEARS_AHEAD, DayForm, NoticeForm
from collaboration.deadlines.models import CalendarOverride
from collaboration.errors import WorkflowError
from tenants.identity.access import acting_required

View = Callable[..., HttpResponse]


def keeper_page(view: View) -> View:
    """A page for administrators of the alliance office alone."""

    @acting_required
    @wraps(view)
    def guarded(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if not overrides.may_keep(request.actor):
            raise PermissionDenied
        return view(request, **kwargs)

    return guarded


@require_GET
@acting_required
def calendar(request: HttpRequest) -> HttpResponse:
    """One year: the days off from Monday to Friday and the weekend days that are worked."""
    today = timezone.localdate()
    given = request.GET.get("year", "")
    year = int(given) if given.isdecimal() and len(given) == 4 else today.year
    years = range(today.year - 1, today.year + 3)
    if not FIRST_YEAR <= year <= today.year + YEARS_AHEAD:
        raise Http404
    working = WorkingDays.load()
    notes = dict(CalendarOverride.objects.filter(day__year=year).values_list("day", "note"))
    days = (date(year, 1, 1) + timedelta(days=number) for number in range(366))
    rows = [
        {"day": day, "works": working.is_working_day(day), "note": notes.get(day) or working.name_of(day),
         "is_decided": day in notes}
        for day in days
        if day.year == year and (working.is_working_day(day) != (day.weekday() < 5) or day in notes)
    ]  # fmt: skip
    context = {
        "year": year,
        "years": years,
        "rows": rows,
        "is_estimated": working.is_estimated(date(year, 6, 15)),
        "may_keep": overrides.may_keep(request.actor),
    }
    return render(request, "deadlines/calendar.html", context)


@require_http_methods(["GET", "POST"])
@keeper_page
def take_notice(request: HttpRequest) -> HttpResponse:
    """Paste a notice, read what it would change and what is wrong with it, then take it over."""
    form = NoticeForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return render(request, "deadlines/notice.html", {"form": form}, status=422 if form.errors else 200)
    text, year = form.cleaned_data["text"], form.cleaned_data["year"]
    checked = overrides.check(text, year)
    if "take" in request.POST and not checked.problems:
        overrides.take_over(request.actor, text=text, year=year, reference=form.cleaned_data["reference"])
        messages.success(request, _("The calendar of %(year)s is official now.") % {"year": year})
        return redirect(f"{reverse('deadlines:calendar')}?year={year}")
    beside = {number: [one.text for one in checked.problems if one.line == number]
              for number in {one.line for one in checked.problems}}  # fmt: skip
    lines = [(line, beside.get(number, [])) for number, line in enumerate(text.splitlines(), 1)]
    context = {"form": form, "checked": checked, "lines": lines, "general": beside.get(0, [])}
    return render(request, "deadlines/notice.html", context, status=422 if checked.problems else 200)


@require_http_methods(["GET", "POST"])
@keeper_page
def set_day(request: HttpRequest) -> HttpResponse:
    """Decide on one day."""
    form = DayForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        overrides.set_day(request.actor, **form.cleaned_data)
        messages.success(request, _("The day was changed; running deadlines follow."))
        return redirect(f"{reverse('deadlines:calendar')}?year={form.cleaned_data['day'].year}")
    return render(request, "deadlines/day.html", {"form": form}, status=422 if form.errors else 200)


@require_POST
@keeper_page
def drop_day(request: HttpRequest, day: str) -> HttpResponse:
    """Let the computed calendar decide on a day again."""
    try:
        decided = date.fromisoformat(day)
        overrides.drop_day(request.actor, decided)
    except ValueError:
        raise Http404 from None
    except WorkflowError as error:
        messages.error(request, str(error))
        return redirect("deadlines:calendar")
    messages.success(request, _("The day was changed; running deadlines follow."))
    return redirect(f"{reverse('deadlines:calendar')}?year={decided.year}")
