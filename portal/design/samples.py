"""Made-up content for the page of all components; nothing of it is real."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from collaboration.deadlines.lights import Colour, Light
from portal.design.navigation import Entry


class SampleForm(forms.Form):
    """Every kind of field once."""

    title = forms.CharField(label=gettext_lazy("Title"), help_text=gettext_lazy("As it will stand in the red head."))
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"),
        choices=[("agreement", gettext_lazy("Agreement")), ("joint_notice", gettext_lazy("Joint notice"))],
        widget=forms.RadioSelect,
    )
    answer_by = forms.DateField(label=gettext_lazy("Answer by"), widget=forms.DateInput(attrs={"type": "date"}))
    file = forms.FileField(label=gettext_lazy("File"), required=False)
    reason = forms.CharField(label=gettext_lazy("Reason"), widget=forms.Textarea(attrs={"rows": 3}), required=False)
    agreed = forms.BooleanField(label=gettext_lazy("I have read the text"))


def tell(request: HttpRequest) -> None:
    """One message of each kind: a toast and a notice."""
    messages.success(request, _("The opinion was sent."))
    messages.warning(request, _("The deadline falls on a day of rest; the next working day counts."))


def context() -> dict[str, Any]:
    """What the parts of the page show."""
    return {
        "form": SampleForm(data={"title": "", "kind": "agreement"}),
        "tasks": [
            {
                "title": _("Countersign the framework agreement"),
                "urgent": True,
                "light": Light(Colour.AMBER, _("Due today")),
                "state": _("Countersigning"),
            },
            {
                "title": _("Opinion on the list of first offences"),
                "urgent": False,
                "light": Light(Colour.RED, _("Overdue"), is_estimated=True),
                "state": _("Soliciting opinions"),
            },
            {
                "title": _("Release the seal for the joint notice"),
                "urgent": False,
                "light": None,
                "state": _("Being sealed"),
            },
        ],
        "steps": [
            {"label": pgettext("stage", "Drafting"), "state": "done", "note": "11-03"},
            {"label": pgettext("stage", "Opinions"), "state": "done", "note": "11-07"},
            {"label": pgettext("stage", "Final text"), "state": "done", "note": "11-17"},
            {"label": pgettext("stage", "Countersigning"), "state": "now", "note": "2 / 4"},
            {"label": pgettext("stage", "Sealing"), "state": "", "note": ""},
            {"label": pgettext("stage", "Publication"), "state": "", "note": ""},
        ],
        "page": Paginator(range(100), 10).page(3),
        "navigation": [
            Entry(_("Desk"), "#", "layout-dashboard", True),
            Entry(_("Joint documents"), "#", "file-pen-line", False, 3),
            Entry(_("Directory of units"), "#", "building-2"),
            Entry(_("Members of my unit"), "#", "users"),
            Entry(_("Record"), "#", "scroll-text"),
            Entry(_("My account"), "#", "circle-user"),
        ],
    }


def site() -> dict[str, Any]:
    """What a public site adds."""
    return {
        "site_settings": {
            "name": _("Collaboration portal"),
            "subtitle": _("Joint work across regions"),
            "organiser": "（演示）",
            "telephone": "021-00000000（演示）",
            "site_id_code": "0000000000（演示）",
            "icp_number": "沪ICP备00000000号（演示）",
            "police_number": "沪公网安备00000000000000号（演示）",
        },
        "columns": [
            {"label": _("Start"), "url": "/", "current": False},
            {"label": _("Joint documents"), "url": "#", "current": True},
            {"label": _("Check a document"), "url": "#", "current": False},
        ],
        "crumbs": [(_("Start"), "/"), (_("Components"), "")],
    }
