"""What is entered of a document that was signed before the portal, and the words of the units named under it."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from collaboration.documents.forms import SignForm
from collaboration.documents.models import JointDocument, Kind, Upload
from collaboration.documents.recipients import BETWEEN, MOST
from collaboration.documents.signing_forms import SheetForm
from collaboration.documents.text.manuscript import Manuscript
from collaboration.documents.validity_forms import NAMED, PublishedField, day
from collaboration.documents.workflow.registering import Facts
from collaboration.documents.workflow.versions import latest
from collaboration.publication.models import Validity
from tenants.files.scans import PDF, type_of_scan
from tenants.identity.actor import Actor
from tenants.units.models import Unit

OVER = (Validity.IN_FORCE, Validity.AMENDED, Validity.REPEALED, Validity.EXPIRED)


class UnitsField(forms.CharField):
    """Units of the portal in order, by their names of today or of the day of the document."""

    widget = forms.Textarea(attrs={"rows": 4, "lang": "zh-CN"})

    def clean(self, value: Any) -> list[tuple[Unit, str]]:
        names = [name.strip() for name in BETWEEN.split(super().clean(value)) if name.strip()][:MOST]
        units = Unit.objects.filter(level__gt=0)
        found: dict[str, Unit] = {}
        for unit in units.filter(former_names__name__in=names).prefetch_related("former_names"):
            found |= {former.name: unit for former in unit.former_names.all()}
        for unit in units.filter(name__in=names):
            found[unit.name] = unit
        missing = [name for name in names if name not in found]
        if missing:
            said = _("No unit of the portal is or was called so: %(names)s.")
            raise forms.ValidationError(said, params={"names": _(", ").join(missing)})
        return [(found[name], name) for name in names]


class RegisterForm(SheetForm):
    """The scan with everything the paper says."""

    title = forms.CharField(label=_("Title"), max_length=300)
    kind = forms.ChoiceField(label=_("Kind"), choices=Kind.choices, initial=Kind.AGREEMENT)
    number = forms.CharField(
        label=_("Document number"), required=False, max_length=60, help_text=_("As it stands on the paper.")
    )
    topic = forms.CharField(label=_("Topic"), required=False, max_length=60)
    units = UnitsField(
        label=_("Issuing units, in the order of the paper"),
        max_length=4000,
        help_text=_("Full names, one a line; a former name stays as it was. Yours has to be among them."),
    )
    dated_on = day(_("Signed on"))
    in_force_from = day(_("In force from"))
    in_force_until = day(_("In force until"), required=False)
    validity = forms.ChoiceField(label=_("Validity"), choices=[(one.value, one.label) for one in OVER])
    validity_since = day(_("From this day on"), required=False)
    successor = PublishedField(label=_("Amended or repealed by"), required=False, max_length=300, help_text=NAMED)
    reason = forms.CharField(
        label=_("Reason"), required=False, max_length=500, help_text=_("Required where no published document did it.")
    )
    field_order = (
        "scan", "title", "kind", "number", "topic", "units", "dated_on", "in_force_from", "in_force_until", "validity",
        "validity_since", "successor", "reason",
    )  # fmt: skip

    def __init__(self, *args: Any, is_new: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["scan"].label = _("Scan of the signed and sealed paper")
        self.fields["scan"].help_text = _("One PDF file, at most 20 MB. Not for papers that contain state secrets.")
        self.fields["scan"].widget = forms.ClearableFileInput(attrs={"accept": ".pdf"})
        self.fields["scan"].required = is_new

    def clean_scan(self) -> bytes:
        if not self.cleaned_data["scan"]:
            return b""
        data = super().clean_scan()
        if type_of_scan(data) != PDF:
            raise forms.ValidationError(_("The scan has to be a whole PDF file."))
        return data

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        signed, begins, ends = (data.get(name) for name in ("dated_on", "in_force_from", "in_force_until"))
        if signed and signed > timezone.localdate():
            self.add_error("dated_on", _("This day has not come yet."))
        if begins and ends and ends < begins:
            self.add_error("in_force_until", _("It ends before it begins."))
        if data.get("validity") != Validity.IN_FORCE:
            if not data.get("validity_since"):
                self.add_error("validity_since", _("Say from which day on."))
            if not data.get("successor") and not data.get("reason"):
                self.add_error("reason", _("Name what amended or repealed it, or the reason why it ended."))
        return data

    @property
    def facts(self) -> Facts:
        """What was entered, but for the scan."""
        return Facts(**{name: value for name, value in self.cleaned_data.items() if name != "scan"})


def entered(document: JointDocument) -> dict[str, Any]:
    """What the form shows of a registration that is to be corrected."""
    known = document.registration
    successor = known.successor.check_code if known.successor else ""
    return {
        "title": document.title, "kind": document.kind, "topic": document.topic, "number": known.number,
        "units": "\n".join(issuer["name"] for issuer in latest(document).issuers), "dated_on": document.issued_on,
        "in_force_from": known.in_force_from, "in_force_until": known.in_force_until, "validity": known.validity,
        "validity_since": known.validity_since, "successor": successor, "reason": known.reason,
    }  # fmt: skip


def blank(actor: Actor, upload: Upload | None, text: Manuscript | None) -> dict[str, Any]:
    """What the form begins with: the unit itself, and what an imported text says of number, date and units."""
    if upload is None or text is None:
        return {"units": actor.unit.name}
    units = list(text.issuers) or [actor.unit.name]
    return {
        "title": upload.title or text.title, "kind": upload.kind, "number": text.number, "units": "\n".join(units),
        "dated_on": text.date, "in_force_from": text.date,
    }  # fmt: skip


class ConfirmRegistrationForm(SignForm):
    """The word of a signatory for the scan and everything entered; ``content_hash`` is the digest of both."""
