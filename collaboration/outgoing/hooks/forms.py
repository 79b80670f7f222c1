"""Where a unit's other systems and chat groups listen."""

import base64
import binascii
from typing import Any
from urllib.parse import SplitResult, urlsplit

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from collaboration.outgoing.hooks import guard
from collaboration.outgoing.hooks.secrets import PREFIX, Target, fresh_secret
from collaboration.outgoing.models import Webhook

INSIDE = ("localhost", ".localhost", ".local", ".internal", ".lan", ".home.arpa")


class WebhookForm(forms.ModelForm):
    """Name, format, address, secret and switch of a webhook."""

    address = forms.CharField(
        label=_("Address"), max_length=2000, help_text=_("Begins with https:// and lies outside the portal's network.")
    )
    secret = forms.CharField(
        label=_("Secret"),
        max_length=200,
        required=False,
        help_text=_("Copied from the robot's security settings; for JSON one is made if you leave this empty."),
    )

    class Meta:
        model = Webhook
        fields = ["name", "form", "is_on"]

    field_order = ["name", "form", "address", "secret", "is_on"]

    def clean_address(self) -> str:
        """Refuse at once what can be told from the address; where a name leads is looked at whenever it is used."""
        address = self.cleaned_data["address"].strip()
        try:
            parts = urlsplit(address)
            port_is_fine = parts.port != 0
        except ValueError:
            raise ValidationError(_("This is not an address of the web.")) from None
        if not parts.hostname or not port_is_fine or any(not 32 < ord(sign) < 127 for sign in address):
            raise ValidationError(_("This is not an address of the web."))
        _refuse_unfit(parts, parts.hostname.rstrip(".").lower())
        return address

    def clean(self) -> dict[str, Any]:
        """JSON is always signed."""
        given = super().clean() or self.cleaned_data
        if given.get("form") == Webhook.Form.PLAIN:
            given["secret"] = given.get("secret") or fresh_secret()
            if not _is_readable(given["secret"]):
                self.add_error("secret", _("What follows whsec_ has to be base64."))
        return given

    @property
    def target(self) -> Target:
        """Address and secret."""
        return Target(self.cleaned_data["address"], self.cleaned_data["secret"])


def _refuse_unfit(parts: SplitResult, host: str) -> None:
    if parts.username is not None or parts.fragment:
        raise ValidationError(_("Leave out user name, password and what follows #."))
    number = guard.literal(host)
    listed = bool(number) and guard.may_connect(number)
    if parts.scheme != "https" and not (parts.scheme == "http" and settings.WEBHOOK_NETWORKS):
        raise ValidationError(_("The address has to begin with https://."))
    is_inside = host in INSIDE or any(host.endswith(end) for end in INSIDE if end.startswith("."))
    if (number and not listed) or (is_inside and not settings.WEBHOOK_NETWORKS):
        raise ValidationError(
            _("This address lies inside the network. Ask the operator to allow it, or take a public one.")
        )


def _is_readable(secret: str) -> bool:
    if not secret.startswith(PREFIX):
        return True
    try:
        return bool(base64.b64decode(secret.removeprefix(PREFIX), validate=True))
    except binascii.Error:
        return False
