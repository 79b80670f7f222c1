"""The steps of both sides that need no more than a word, a reason or another unit."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from collaboration.assistance import joining, reading, rules
from collaboration.assistance.catalogue.questions import AnswersForm, as_initial, form_class, load
from collaboration.assistance.forms import PREFIX, DeclineForm, LevelForm, OtherUnitForm, PartForm, ReasonForm, TextForm
from collaboration.assistance.models import AssistanceRequest, Note
from collaboration.assistance.rules import Rule
from collaboration.assistance.views.finding import step_page
from collaboration.assistance.workflow import handling, papers, receiving, sending
from collaboration.casefiles.panel import panel
from collaboration.errors import WorkflowError
from collaboration.matters.pages import refuse, told
from tenants.identity.actor import Actor

View = Callable[..., HttpResponse]


def asking(
    rule: Rule,
    form_of: type[forms.Form],
    step: Callable[[Actor, AssistanceRequest, dict[str, Any]], object],
    *,
    question: str | Promise,
    explanation: str | Promise = "",
    submit: str | Promise,
    success: str | Promise,
    danger: bool = False,
    joined: str = "",
) -> View:
    """A page that asks for what the step needs, takes it, and keeps what was typed when it is refused.

    ``joined`` is the name of the step for spaces that may hold it back.
    """

    @require_http_methods(["GET", "POST"])
    @step_page(rule, joined)
    def view(request: HttpRequest, asked: AssistanceRequest) -> HttpResponse:
        form = form_of(request.POST or None)
        if request.method == "POST" and form.is_valid():
            try:
                step(request.actor, asked, form.cleaned_data)
            except WorkflowError as error:
                refuse(form, error)
            else:
                messages.success(request, str(success))
                return redirect(asked)
        context = {"asked": asked, "form": form, "question": question, "explanation": explanation,
                   "submit": submit, "danger": danger}  # fmt: skip
        return render(request, "assistance/step.html", context, status=422 if form.errors else 200)

    return view


decline = asking(
    rules.DECLINE,
    DeclineForm,
    lambda actor, asked, given: receiving.decline(actor, asked, **given),
    question=gettext_lazy("Decline this request?"),
    explanation=gettext_lazy("The asking unit reads the ground and the reason."),
    submit=gettext_lazy("Decline"),
    success=gettext_lazy("Declined; the asking unit was told."),
    danger=True,
    joined="decline",
)
return_for_completion = asking(
    rules.RETURN,
    TextForm,
    lambda actor, asked, given: receiving.return_for_completion(actor, asked, text=given["text"]),
    question=gettext_lazy("What has to be completed?"),
    explanation=gettext_lazy("Your term stops until the asking unit has completed it."),
    submit=gettext_lazy("Return for completion"),
    success=gettext_lazy("Returned for completion."),
    joined="return",
)
forward = asking(
    rules.FORWARD,
    OtherUnitForm,
    lambda actor, asked, given: receiving.forward(actor, asked, given["unit"], reason=given["reason"]),
    question=gettext_lazy("Forward the whole request to another unit?"),
    explanation=gettext_lazy("It becomes that unit's to answer; you go on reading what was asked."),
    submit=gettext_lazy("Forward"),
    success=gettext_lazy("Forwarded; both units were told."),
    joined="forward",
)
withdraw = asking(
    rules.WITHDRAW,
    ReasonForm,
    lambda actor, asked, given: sending.withdraw(actor, asked, **given),
    question=gettext_lazy("Withdraw this request?"),
    submit=gettext_lazy("Withdraw"),
    success=gettext_lazy("Withdrawn; the other side was told."),
    danger=True,
)
end = asking(
    rules.END,
    ReasonForm,
    lambda actor, asked, given: sending.end(actor, asked, **given),
    question=gettext_lazy("End the assistance?"),
    explanation=gettext_lazy("The other side stops and can still hand over what it has done."),
    submit=gettext_lazy("End it"),
    success=gettext_lazy("Ended; the other side was told."),
    danger=True,
    joined="end",
)
hand_over = asking(
    rules.HAND_OVER,
    TextForm,
    lambda actor, asked, given: handling.hand_over(actor, asked, **given),
    question=gettext_lazy("What was done until it was ended?"),
    explanation=gettext_lazy("The asking unit reads it, and gets the files that you have added."),
    submit=gettext_lazy("Hand over what was done"),
    success=gettext_lazy("Handed over; the asking unit was told."),
)
report = asking(
    rules.REPORT,
    TextForm,
    lambda actor, asked, given: handling.report(actor, asked, **given),
    question=gettext_lazy("How far is it?"),
    submit=gettext_lazy("Report"),
    success=gettext_lazy("The asking unit can read it."),
)
ask = asking(
    rules.ASK,
    TextForm,
    lambda actor, asked, given: handling.ask(actor, asked, **given),
    question=gettext_lazy("What do you want to ask the other side?"),
    submit=gettext_lazy("Ask"),
    success=gettext_lazy("Asked; the answer will stand here."),
)
ask_to_complete = asking(
    rules.CONFIRM,
    TextForm,
    lambda actor, asked, given: handling.ask_to_complete(actor, asked, **given),
    question=gettext_lazy("What does the reply lack?"),
    submit=gettext_lazy("Ask to complete it"),
    success=gettext_lazy("The other side was asked to complete its reply."),
)


@require_http_methods(["GET", "POST"])
@step_page(rules.DECIDE_LEVEL)
def decide_level(request: HttpRequest, asked: AssistanceRequest) -> HttpResponse:
    """Approve, redirect or refuse across levels."""
    form = LevelForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        other = given["unit"] if given["decision"] == "redirect" else None
        try:
            receiving.decide_level(
                request.actor, asked, approves=given["decision"] != "refuse", reason=given["reason"], redirect_to=other
            )
        except WorkflowError as error:
            refuse(form, error)
        else:
            messages.success(request, _("Decided; the units were told."))
            return redirect(asked)
    context = {"asked": asked, "form": form, "answers": reading.answers_of(asked, may_open=False)}
    return render(request, "assistance/decide_level.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@step_page(rules.SPLIT, "split")
def split(request: HttpRequest, asked: AssistanceRequest) -> HttpResponse:
    """Begin a request of one's own for a part of it, with what was asked to start from."""
    form = PartForm(request.POST or None, initial={"wanted_on": asked.wanted_on})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        whole = sending.wording_of(asked, given["unit"])
        part = replace(whole, title=given["title"], wanted_on=given["wanted_on"], contact=request.actor.user.name,
                       contact_phone=request.actor.unit.telephone)  # fmt: skip
        try:
            made = handling.split(request.actor, asked, [part])
        except WorkflowError as error:
            refuse(form, error)
        else:
            messages.success(request, _("The part is a draft of your unit; change it as needed, then send it."))
            return redirect("assistance:edit", made[0].public_id)
    context = {
        "asked": asked,
        "form": form,
        "question": _("Pass a part on to another unit?"),
        "explanation": _("You stay responsible for the whole reply."),
        "submit": _("Pass a part on"),
    }
    return render(request, "assistance/step.html", context, status=422 if form.errors else 200)


@require_POST
@step_page(rules.RECEIVE)
def receive(request: HttpRequest, asked: AssistanceRequest) -> HttpResponse:
    """Sign for it in the unit's name."""
    with told(request, _("Received; the asking unit has the receipt.")):
        receiving.receive(request.actor, asked)
    return redirect(asked)


@require_POST
@step_page(rules.ACCEPT)
def accept(request: HttpRequest, asked: AssistanceRequest) -> HttpResponse:
    """Take it on."""
    with told(request, _("Accepted; your reply is due by the day that was wanted.")):
        receiving.accept(request.actor, asked)
    return redirect(asked)


@require_POST
@step_page(rules.CONFIRM)
def confirm(request: HttpRequest, asked: AssistanceRequest) -> HttpResponse:
    """Be content with the reply."""
    with told(request, _("Confirmed; the request is closed.")):
        handling.confirm(request.actor, asked)
    return redirect(asked)


@require_http_methods(["GET", "POST"])
@step_page(rules.ASK)
def answer_question(request: HttpRequest, asked: AssistanceRequest, note_id: str) -> HttpResponse:
    """Answer a question of the other side."""
    questions = Note.objects.filter(request=asked, sort=Note.Sort.QUESTION)  # of a request found by visible_to
    question = get_object_or_404(questions.exclude(unit=request.actor.unit), public_id=note_id)
    form = TextForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            handling.answer_question(request.actor, asked, question, text=form.cleaned_data["text"])
        except WorkflowError as error:
            refuse(form, error)
        else:
            messages.success(request, _("Answered."))
            return redirect(asked)
    context = {"asked": asked, "form": form, "question": question.text, "submit": _("Answer")}
    return render(request, "assistance/step.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@step_page(rules.REPLY, "reply")
def reply(request: HttpRequest, asked: AssistanceRequest) -> HttpResponse:
    """Answer in writing, with what the kind asks as proof."""
    answering = form_class(load(asked.kind_version.proof), papers.choices(request.actor, asked))
    before = reading.last_reply(asked)
    initial = {**as_initial(before), **joining.proposed(request.actor, asked)}
    form = cast(AnswersForm, answering(request.POST or None, prefix=PREFIX, initial=initial))
    if request.method == "POST" and form.is_valid():
        try:
            handling.reply(request.actor, asked, form.answers)
        except WorkflowError as error:
            refuse(form, error)
        else:
            messages.success(request, _("Replied; the asking unit confirms it or asks further."))
            return redirect(asked)
    context = {
        "asked": asked,
        "form": form,
        "answers": reading.answers_of(asked, may_open=False),
        "wanted": reading.last_completion(asked) if before else None,
        "files": panel(request, asked.matter, is_beside_form=True) if form.papers else "",
    }
    return render(request, "assistance/reply.html", context, status=422 if form.errors else 200)
