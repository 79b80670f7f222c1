"""The page behind an invitation's link."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from collaboration.errors import WorkflowError
from collaboration.members import workflow
from collaboration.members.forms import AccountForm
from collaboration.members.invitations import open_invitation


def join(request: HttpRequest, token: str) -> HttpResponse:
    """Accept an invitation: with the account one is signed in with, or with a new one."""
    invitation = open_invitation(token)
    if invitation is None:
        return render(request, "members/no_invitation.html", status=404)
    form = AccountForm(request.POST or None, name=invitation.name, email=invitation.email)
    knows_person = request.user.is_authenticated
    if request.method == "POST" and (knows_person or form.is_valid()):
        try:
            if knows_person:
                workflow.accept(token)
            else:
                workflow.accept(token, username=form.cleaned_data["username"], password=form.cleaned_data["password"])
        except WorkflowError as error:
            form.add_error(None, str(error)) if form.is_bound else messages.error(request, str(error))
        else:
            return _welcome(request)
    return render(request, "members/join.html", {"invitation": invitation, "form": form})


def _welcome(request: HttpRequest) -> HttpResponse:
    if request.user.is_authenticated:
        messages.success(request, _("You are now a member of this unit, too."))
        return redirect("identity:choose_unit")
    messages.success(request, _("Your account was created. Sign in with your user name and password."))
    return redirect("account_login")
