"""Acts on a unit's archive, in its own record."""

from django.utils.translation import gettext_lazy as _

INTERNAL_ACTS = {
    "taken_in": _("Taken into the unit's archive"),
    "archived": _("Archived with its number"),
    "lent": _("Lent from the archive"),
    "given_back": _("Given back to the archive"),
    "exported": _("Took out the whole archive as one package"),
    "transferred": _("Put on a transfer list"),
}
