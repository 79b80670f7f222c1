"""What a normative document must have behind it: who reviewed its legality, which meeting deliberated on it."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tenants.identity.actor import Actor


class FindingQuerySet(models.QuerySet["Finding"]):
    def visible_to(self, actor: Actor) -> Self:
        """The acting unit's own, for those who work on its matters."""
        return self.filter(unit_id=actor.unit.pk) if actor.handles_content else self.none()


class Finding(models.Model):
    """A finding that was recorded, never changed: a later one of its sort takes its place."""

    class Sort(models.TextChoices):
        LEGALITY = "legality", _("Legality review")
        DELIBERATION = "deliberation", _("Collective deliberation")
        EXEMPTION = "exemption", _("Exemption from public consultation")

    class Conclusion(models.TextChoices):
        LAWFUL = "lawful", pgettext_lazy("legality review", "Lawful")
        TO_CHANGE = "to_change", pgettext_lazy("legality review", "To be changed")
        UNLAWFUL = "unlawful", pgettext_lazy("legality review", "Unlawful, or beyond its powers")
        PASSED = "passed", pgettext_lazy("deliberation", "Passed")
        PASSED_IN_PRINCIPLE = "in_principle", pgettext_lazy("deliberation", "Passed in principle, to be changed")
        NOT_PASSED = "not_passed", pgettext_lazy("deliberation", "Not passed")
        SECRET = "secret", pgettext_lazy("exemption", "Must be kept secret by law")
        EMERGENCY = "emergency", pgettext_lazy("exemption", "To prevent or handle an emergency")
        URGENT_ORDER = "urgent_order", pgettext_lazy("exemption", "To carry out an urgent order of a superior")

    unit_id = models.BigIntegerField()
    matter = models.UUIDField(db_index=True)
    sort = models.CharField(max_length=20, choices=Sort.choices)
    content_hash = models.CharField(max_length=64)  # of the text it speaks of
    conclusion = models.CharField(max_length=20, choices=Conclusion.choices)
    held_on = models.DateField()
    held_by = models.CharField(max_length=140)  # the reviewer, or the meeting
    words = models.TextField(blank=True)
    file_name = models.CharField(max_length=200, blank=True)
    file = models.BinaryField(default=b"", blank=True)
    recorded_by_id = models.BigIntegerField()
    recorded_by_name = models.CharField(max_length=140)
    at = models.DateTimeField(db_default=models.functions.Now())

    objects = FindingQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]


CONCLUSIONS = {
    Finding.Sort.LEGALITY: (Finding.Conclusion.LAWFUL, Finding.Conclusion.TO_CHANGE, Finding.Conclusion.UNLAWFUL),
    Finding.Sort.DELIBERATION: (
        Finding.Conclusion.PASSED,
        Finding.Conclusion.PASSED_IN_PRINCIPLE,
        Finding.Conclusion.NOT_PASSED,
    ),
    Finding.Sort.EXEMPTION: (
        Finding.Conclusion.SECRET,
        Finding.Conclusion.EMERGENCY,
        Finding.Conclusion.URGENT_ORDER,
    ),
}
