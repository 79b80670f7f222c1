"""Days on which the State Council's yearly notice differs from the computed calendar."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CalendarOverride(models.Model):
    """One day that is, or is not, a working day, against the computed calendar."""

    day = models.DateField(_("Day"), primary_key=True)
    is_working_day = models.BooleanField(_("Working day"))
    note = models.CharField(_("Note"), max_length=100, blank=True)

    class Meta:
        ordering = ["day"]
