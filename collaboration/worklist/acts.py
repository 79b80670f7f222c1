"""What people of a unit read for the acts on its waiting steps that stay in the house."""

from django.utils.translation import gettext_lazy as _

INTERNAL_ACTS = {
    "noted": _("Internal note written"),
    "assigned": _("Given to you to handle"),
    "passed_on": _("Passed on to you to handle"),
    "given_back": _("Returned to the unit with a reason"),
    "taken_back": _("Taken back"),
    "handed_over": _("Handed over to you"),
    "back_with_unit": _("Back with the unit: whoever handled it no longer can"),
}
