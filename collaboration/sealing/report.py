"""What an examination found, in words for people."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from collaboration.sealing.names import unit_of


class Problem(TextChoices):
    """Why a file is not exactly what was signed."""

    UNREADABLE = "unreadable", _("The file cannot be read: it is damaged, cut, or not a signed PDF.")
    MISSING = "missing", _("A signature that belongs here is missing.")
    UNEXPECTED = "unexpected", _("There is a signature field here that does not belong.")
    CHANGED = "changed", _("What was signed has been changed.")
    ALTERED_LATER = "altered_later", _("The file was altered after this signature was made.")
    WRONG_KEY = "wrong_key", _("It was signed with another certificate than the registered one.")
    UNTRUSTED = "untrusted", _("The certificate does not come from a trusted authority, or was not valid at the time.")
    NO_TIME = "no_time", _("The time of signing is not attested.")
    APPENDED = "appended", _("Something was added after the file was closed.")


@dataclass(frozen=True)
class Finding:
    """One problem, and the signature field where it shows."""

    problem: Problem
    field: str = ""

    @property
    def unit(self) -> str:
        return unit_of(self.field)

    def sentence(self, names: Mapping[str, str] | None = None) -> str:
        """The problem as a sentence, behind the name of whose field it is where the caller knows it."""
        where = (names or {}).get(self.field) or self.unit or self.field
        if not where:
            return str(self.problem.label)
        return _("%(where)s: %(problem)s") % {"where": where, "problem": self.problem.label}


@dataclass(frozen=True)
class SignatureSeen:
    """A signature as the file shows it."""

    field: str
    holder: str
    fingerprint: str
    signed_at: datetime | None

    @property
    def unit(self) -> str:
        return unit_of(self.field)


@dataclass(frozen=True)
class Report:
    """All signatures in the order they were made, and everything that is wrong."""

    signatures: tuple[SignatureSeen, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def is_as_signed(self) -> bool:
        return not self.findings
