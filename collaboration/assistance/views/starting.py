"""A new request: its kind, its addressee, then what is asked; and changing, sending or discarding the draft."""

from typing import Any, cast
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from collaboration.assistance import reading, rules
from collaboration.assistance.catalogue import places
from collaboration.assistance.catalogue.addressees import advise, competent_for, line_of, way_between
from collaboration.assistance.catalogue.questions import AnswersForm, as_initial, form_class
from collaboration.assistance.forms import PREFIX, AboutForm, AlsoForm, FindForm, RequestForm
from collaboration.assistance.models import AssistanceRequest, KindVersion, RequestKind, Status
from collaboration.assistance.views.finding import step_page
from collaboration.assistance.workflow import drafting, opening, papers, sending
from collaboration.casefiles.panel import panel
from collaboration.errors import Stale, WorkflowError, WrongState
from collaboration.levels.rules import decider
from collaboration.matters.pages import refuse, told
from collaboration.supervision.contacts import contacts_of
from tenants.identity.access import role_required
from tenants.identity.roles import Role
from tenants.units.models import Unit

SHOWN = 30
SEARCHED = frozenset({"q", "subject", "place"})


@require_GET
@role_required(Role.HANDLER)
def kinds(request: HttpRequest) -> HttpResponse:
    """Choose what is asked for."""
    offered = RequestKind.objects.filter(is_offered=True).prefetch_related("versions")
    rows = [(kind, max(kind.versions.all(), key=lambda one: one.number)) for kind in offered]
    return render(request, "assistance/kinds.html", {"rows": rows})


@require_GET
@role_required(Role.HANDLER)
def addressee(request: HttpRequest, kind: str) -> HttpResponse:
    """Find the unit to ask: by name, pinyin, code, place or competence, the same level first; or down the tree."""
    found_kind = get_object_or_404(RequestKind, code=kind, is_offered=True)
    form = FindForm(request.GET if SEARCHED & request.GET.keys() else None)
    given = form.cleaned_data if form.is_valid() else {}
    query, subject, area = given.get("q", ""), given.get("subject"), given.get("place", "")
    is_search, mine = form.is_bound and any(given.values()), request.actor.unit
    above = None if is_search else Unit.objects.open().filter(code=request.GET.get("under", "")).first()
    units = places.sought(query, subject, area).exclude(pk=mine.pk) if is_search else places.below(above)
    found = list(units.select_related("parent")[: SHOWN + 1])
    found.sort(key=lambda unit: (unit.level != mine.level, unit.level, unit.code))
    contacts = contacts_of(found[:SHOWN])
    rows = [
        {"unit": unit, "contact": contacts[unit.pk], "way": way_between(mine, unit), "decider": decider(mine, unit),
         "advice": advise(found_kind, mine, unit, subject=subject, area=area)}
        for unit in found[:SHOWN]
    ]  # fmt: skip
    about = {"subject": subject.pk if subject else "", "place": area}
    context = {"kind": found_kind, "form": form, "is_search": is_search, "rows": rows, "has_more": len(found) > SHOWN,
               "about": urlencode(about) if any(about.values()) else "",
               "is_unnamed": bool(subject and area and not competent_for(subject, area)),
               "line": reversed(list(line_of(above))) if above else []}  # fmt: skip
    return render(request, "assistance/addressee.html", context)


@require_http_methods(["GET", "POST"])
@role_required(Role.HANDLER)
def write(request: HttpRequest, kind: str, code: str) -> HttpResponse:
    """Write the request down; it stays a draft of the unit until it is sent."""
    version = _version(get_object_or_404(RequestKind, code=kind, is_offered=True))
    unit = get_object_or_404(Unit.objects.open(), code=code, level__gt=0)
    about = AboutForm(request.GET)
    found = about.cleaned_data if about.is_valid() else {}
    initial = {"contact": request.actor.user.name, "contact_phone": request.actor.unit.telephone,
               "subject": found.get("subject"), "area": found.get("place", "")}  # fmt: skip
    form = RequestForm(version, unit, request.POST or None, initial)
    if request.method == "POST" and form.is_valid():
        try:
            made = drafting.create(request.actor, version, form.wording, form_key=form.key)
        except WorkflowError as error:
            refuse(form.head, error)
        else:
            messages.success(request, _("The draft was saved. Only your unit sees it so far."))
            return redirect("assistance:send", made.public_id)
    same = reading.same_case(request.actor, form.case_number) if form.case_number else []
    context = {"form": form, "kind": version.kind, "unit": unit, "way": way_between(request.actor.unit, unit),
               "version": version, "same": same,
               "advice": advise(version.kind, request.actor.unit, unit, subject=None, area="")}  # fmt: skip
    return render(request, "assistance/write.html", context, status=422 if form.has_errors else 200)


def _version(kind: RequestKind) -> KindVersion:
    return kind.versions.order_by("-number")[0]


def _initial(asked: AssistanceRequest) -> dict[str, Any]:
    wording = sending.wording_of(asked)
    return {**vars(wording), "answers": {**wording.answers, **asked.answers}, "revision": asked.revision}


@require_http_methods(["GET", "POST"])
@step_page(rules.EDIT)
def edit(request: HttpRequest, asked: AssistanceRequest) -> HttpResponse:
    """Change the draft."""
    return _change(request, asked, drafting.save, _("The draft was saved."), "assistance:send")


@require_http_methods(["GET", "POST"])
@step_page(rules.COMPLETE)
def complete(request: HttpRequest, asked: AssistanceRequest) -> HttpResponse:
    """Complete what the other side sent back."""
    return _change(request, asked, sending.complete, _("Completed and sent again."), "assistance:detail")


def _change(request: HttpRequest, asked: AssistanceRequest, step: Any, success: str, onwards: str) -> HttpResponse:
    asking = asked.asking_unit if asked.status == Status.DRAFT else None
    files = None if asking else papers.choices(request.actor, asked)
    form = RequestForm(
        asked.kind_version, asked.addressee, request.POST or None, _initial(asked), asking=asking, files=files
    )
    theirs = None
    opening.note(request.actor, asked)
    if request.method == "POST" and form.is_valid():
        try:
            step(request.actor, asked, form.wording, revision=form.revision)
        except Stale as error:
            refuse(form.head, error)
            theirs, form.revision = asked, asked.revision
        except WorkflowError as error:
            refuse(form.head, error)
        else:
            messages.success(request, success)
            return redirect(onwards, asked.public_id)
    context = {"form": form, "kind": asked.kind_version.kind, "unit": asked.addressee, "asked": asked,
               "version": asked.kind_version, "way": way_between(asked.asking_unit, asked.addressee),
               "theirs": reading.answers_of(asked, may_open=True) if theirs else [],
               "wanted": reading.last_completion(asked)}  # fmt: skip
    return render(request, "assistance/write.html", context, status=422 if form.has_errors else 200)


@require_http_methods(["GET", "POST"])
@step_page(rules.SEND)
def send(request: HttpRequest, asked: AssistanceRequest) -> HttpResponse:
    """Show who will see it, what speaks against it and what is missing; then send it."""
    form = AlsoForm(request.POST or None)
    enclosing = form_class(papers.wanted(asked.kind_version.questions), papers.choices(request.actor, asked))
    opening.note(request.actor, asked)
    enclosed = cast(AnswersForm, enclosing(request.POST or None, prefix=PREFIX, initial=as_initial(asked.answers)))
    if request.method == "POST" and all([form.is_valid(), enclosed.is_valid()]):
        try:
            sent = sending.send(request.actor, asked, also=form.cleaned_data["also"], enclosed=enclosed.answers)
        except WrongState as error:  # a second click meets what the first one did
            messages.info(request, str(error))
            return redirect(asked)
        except WorkflowError as error:
            refuse(enclosed if error.field in enclosed.fields else form, error)
        else:
            further = {unit.pk for unit in form.cleaned_data["also"]} - {asked.addressee_id}
            if held := 1 + len(further) - len(sent):
                words = _("%(count)d further requests are drafts: each needs its own papers, letter or approval first.")
                messages.info(request, words % {"count": held})
            messages.success(request, _("Sent.") if len(sent) == 1 else _("Sent to %(count)d units.") % {
                "count": len(sent)})  # fmt: skip
            return redirect(asked)
    kind = asked.kind_version.kind
    context = {
        "asked": asked,
        "form": form,
        "enclosed": enclosed,
        "files": panel(request, asked.matter, is_beside_form=True) if enclosed.fields else "",
        "contact": contacts_of([asked.addressee])[asked.addressee_id],
        "missing": sending.missing(asked),
        "is_late": asked.wanted_on < timezone.localdate(),
        "way": way_between(asked.asking_unit, asked.addressee),
        "decider": decider(asked.asking_unit, asked.addressee),
        "advice": advise(kind, asked.asking_unit, asked.addressee, subject=asked.subject, area=asked.area),
        "same": reading.same_case(request.actor, asked.case_number, besides=asked),
        "shown": reading.answers_of(asked, may_open=True),
    }
    return render(request, "assistance/send.html", context, status=422 if form.errors or enclosed.errors else 200)


@require_POST
@step_page(rules.EDIT)
def discard(request: HttpRequest, asked: AssistanceRequest) -> HttpResponse:
    """Give the draft up."""
    with told(request, _("The draft was given up.")):
        drafting.discard(request.actor, asked)
    return redirect("assistance:list")
