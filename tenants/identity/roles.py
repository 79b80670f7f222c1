"""The roles a membership can carry, and which of them see content."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What a person does for a unit. The three administrations exclude each other and see no content."""

    MEMBER = "member", _("Member")
    HANDLER = "handler", _("Handler")
    SIGNATORY = "signatory", _("Signatory")
    APPROVER = "approver", _("Approver")
    SEAL_KEEPER = "seal_keeper", _("Seal keeper")
    LIAISON = "liaison", _("Liaison")
    EDITOR = "editor", _("Site editor")
    UNIT_ADMINISTRATOR = "unit_administrator", _("Unit administrator")
    SECURITY_ADMINISTRATOR = "security_administrator", _("Security administrator")
    AUDITOR = "auditor", _("Auditor")


CONTENT_ROLES = frozenset({Role.MEMBER, Role.HANDLER, Role.SIGNATORY, Role.APPROVER, Role.SEAL_KEEPER, Role.LIAISON})
ADMINISTRATIONS = frozenset({Role.UNIT_ADMINISTRATOR, Role.SECURITY_ADMINISTRATOR, Role.AUDITOR})
