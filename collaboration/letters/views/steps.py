"""The steps of a letter."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from collaboration.errors import Stale, WorkflowError
from collaboration.letters import printing, rules
from collaboration.letters.forms import ConfirmForm, ReasonForm
from collaboration.letters.models import Letter
from collaboration.letters.rules import Rule
from collaboration.letters.views.finding import step_page
from collaboration.letters.workflow import going_out, signing, writing
from collaboration.matters.pages import told
from tenants.identity.actor import Actor
from tenants.identity.roles import Role

View = Callable[..., HttpResponse]


@require_POST
@step_page(rules.SUBMIT)
def submit(request: HttpRequest, letter: Letter) -> HttpResponse:
    """Let it wait for the signatory."""
    with told(request, _("Submitted; the signatories of your unit were told.")):
        writing.submit(request.actor, letter)
    return redirect(letter)


@require_POST
@step_page(rules.RESUME)
def resume(request: HttpRequest, letter: Letter) -> HttpResponse:
    """Let the sealer try again."""
    with told(request, _("The portal tries again now.")):
        signing.resume(request.actor, letter)
    return redirect(letter)


@require_POST
@step_page(rules.HAND_OVER)
def hand_over(request: HttpRequest, letter: Letter) -> HttpResponse:
    """Send it out."""
    with told(request, _("The letter went out.")):
        going_out.hand_over(request.actor, letter)
    return redirect(letter.request)


def _confirmed(
    rule: Rule, act: str, role: Role, step: Callable[..., object], *, heading: str | Promise, success: str | Promise
) -> View:
    """A page that shows the words and takes a confirmation bound to their digest."""

    @require_http_methods(["GET", "POST"])
    @step_page(rule)
    def view(request: HttpRequest, letter: Letter) -> HttpResponse:
        subject = signing.subject_of(letter, act, role)
        form = ConfirmForm(request.POST or None, actor=request.actor, subject=subject,
                           initial={"content_hash": letter.content_hash})  # fmt: skip
        if request.method == "POST" and form.is_valid():
            try:
                step(request.actor, letter, content_hash=form.cleaned_data["content_hash"], prove=form.prove)
            except Stale as stale:
                messages.error(request, str(stale))
                return redirect(request.path)
            except WorkflowError as error:
                messages.error(request, str(error))
                return redirect(letter)
            messages.success(request, str(success))
            return redirect(letter)
        context = {"letter": letter, "form": form, "heading": heading, "paragraphs": printing.paragraphs(letter),
                   "is_signing": rule is rules.SIGN}  # fmt: skip
        return render(request, "letters/confirm.html", context, status=422 if request.method == "POST" else 200)

    return view


sign = _confirmed(
    rules.SIGN, signing.SIGN, Role.SIGNATORY, signing.sign,
    heading=gettext_lazy("Sign the letter"), success=gettext_lazy("Signed and numbered."),
)  # fmt: skip
release = _confirmed(
    rules.RELEASE, signing.RELEASE, Role.SEAL_KEEPER, signing.release_seal,
    heading=gettext_lazy("Release the seal"),
    success=gettext_lazy("You released the seal; the portal is applying it now."),
)  # fmt: skip


def _reasoned(
    rule: Rule, step: Callable[[Actor, Letter, str], object], *, question: str | Promise, submit: str | Promise
) -> View:
    """A page that asks for the reason of a step."""

    @require_http_methods(["GET", "POST"])
    @step_page(rule)
    def view(request: HttpRequest, letter: Letter) -> HttpResponse:
        form = ReasonForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            try:
                step(request.actor, letter, form.cleaned_data["reason"])
            except WorkflowError as error:
                form.add_error(None, str(error))
            else:
                messages.success(request, _("Done."))
                return redirect(letter)
        context = {"letter": letter, "form": form, "question": question, "submit": submit}
        return render(request, "letters/step.html", context, status=422 if form.errors else 200)

    return view


return_to_writer = _reasoned(
    rules.RETURN,
    lambda actor, letter, reason: signing.return_to_writer(actor, letter, reason=reason),
    question=gettext_lazy("What has to be changed?"),
    submit=gettext_lazy("Return the letter"),
)
cancel = _reasoned(
    rules.CANCEL,
    lambda actor, letter, reason: writing.cancel(actor, letter, reason=reason),
    question=gettext_lazy("Give this letter up?"),
    submit=gettext_lazy("Give it up"),
)
