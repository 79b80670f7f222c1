"""Why a seal was not put on, and what helps."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class SealingRefused(Exception):
    """The file was left as it was. ``words`` says why and what helps; ``unit`` is the code of whose seal it was."""

    words: str | Promise = _("Sealing stopped before a seal was applied. Ask the portal's operator to look at the log.")
    unit: str = ""


class StaleRevision(SealingRefused):
    """The file changed since the caller looked at it."""

    words = _("The file changed while a seal was being applied; nothing was lost. Try again.")


class WrongKey(SealingRefused):
    """The key is not the one registered for the unit whose place this is."""

    words = _(
        "The key of a unit does not belong to its registered certificate, so its seal was refused."
        " The portal's operator has to correct where the key lies; then try again."
    )


class NoPlace(SealingRefused):
    """The file has no free place for this unit's seal."""


class NoCertificate(SealingRefused):
    """The unit has no certificate that is valid now."""

    words = _(
        "A unit's seal certificate has expired, was reported lost, or was never registered."
        " Its seal keeper sees which under “Seal of my unit”; once the operator has registered a new one, try again."
    )


class Revoked(SealingRefused):
    """The certificate's own authority took it back, or it does not lead to a trusted one."""

    words = _(
        "The authority that issued a unit's seal certificate has revoked it or is not trusted here."
        " The unit needs a new certificate; once the operator has registered it, try again."
    )


class KeyUnavailable(SealingRefused):
    """The token or signing service that holds a unit's key does not answer, or refuses."""

    words = _(
        "The device or signing service that holds a unit's key does not answer."
        " The seals applied so far stay; try again when the unit's service runs."
    )


class NoTime(SealingRefused):
    """The time-stamp service does not answer."""

    words = _("The time-stamp service does not answer. The seals applied so far stay; try again later.")


class NoPicture(SealingRefused):
    """The unit handed in no picture of its seal, and this is no demonstration."""

    words = _(
        "A unit has not handed in the picture of its seal."
        " Its seal keeper does so under “Seal of my unit”; then try again."
    )


def _all(kind: type[SealingRefused]) -> list[type[SealingRefused]]:
    return [kind, *(found for below in kind.__subclasses__() for found in _all(below))]


def words_for(name: str) -> str:
    """What people read for a refusal that was recorded under this name."""
    known = {kind.__name__: kind.words for kind in _all(SealingRefused)}
    return str(known.get(name, SealingRefused.words))
